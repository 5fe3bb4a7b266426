"""Traditional characters → simplified ones, by OpenCC."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC


def simplified(text: str) -> str:
    """The text in simplified characters.

    GB 2312 has no traditional characters: a text that it can write is left alone, unread.
    """
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        converted: str = _converter().convert(text)
        return converted
    return text


@cache
def _converter() -> "OpenCC":
    from opencc import OpenCC

    return OpenCC("t2s")
