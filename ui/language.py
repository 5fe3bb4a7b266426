"""Which language a browser asks for."""

from starlette.requests import HTTPConnection

from ui.pages.strings import Language, Strings, strings

COOKIE = "language"
"""Cookie by which a browser remembers the language that its visitor chose; page.js sets it."""


def chosen(connection: HTTPConnection) -> Strings:
    """The interface's strings in the language of a request."""
    said = connection.cookies.get(COOKIE)
    return strings(Language.ENGLISH if said == Language.ENGLISH else Language.CHINESE)
