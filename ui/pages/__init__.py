"""The pages of the web interface: built from Gradio, and the reading view in plain HTML."""
