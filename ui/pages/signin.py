"""The page that asks for a key."""

from html import escape

from ui.pages.reader import plain_page
from ui.pages.strings import Strings


def sign_in_page(say: Strings, root: str, to: str, *, wrong: bool) -> str:
    """The whole page.

    Args:
        say: what it says.
        root: path of the site's root, with "/" at its end.
        to: path of the page that was asked for, below the root.
        wrong: whether a key was given that is none.
    """
    told = f'<p role="alert" class="wrong">{say("door.wrong")}</p>' if wrong else ""
    body = f"<h1>{say('head.name')}</h1>\n<p>{say('door.why')}</p>\n{told}{key_form(say, root, to)}"
    return plain_page(say("head.name"), body, say, root=root)


def key_form(say: Strings, root: str, to: str = "/") -> str:
    """The form in which a key is given, on one line."""
    return (
        f'<form class="door" method="post" action="{escape(root)}sign-in">'
        f'<label>{say("door.key")}<input type="password" name="key" required'
        f' autocomplete="current-password" maxlength="200"></label>'
        f'<input type="hidden" name="to" value="{escape(to)}">'
        f'<button type="submit">{say("door.enter")}</button></form>'
    )
