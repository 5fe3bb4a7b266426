"""The widget `<policy-chat>`: one script for any portal, and a page that holds it in an iframe."""
