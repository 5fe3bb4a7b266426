"""Words of a policy → Markdown that shows exactly these words."""

import re
from collections.abc import Iterable

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")
_WORD = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]+")


def escape(text: str) -> str:
    """`text` with everything escaped that Markdown or HTML would read as markup."""
    return _SPECIAL.sub(r"\\\1", text)


def emphasised(text: str, bold: Iterable[str] = ()) -> str:
    """`text` escaped, the words of `bold` set off.

    Emphasis needs a letter on its inner sides to be recognised (CommonMark 0.31, 6.2), so only
    words made of letters and digits are set off.
    """
    words = sorted((word for word in bold if _WORD.fullmatch(word)), key=len, reverse=True)
    shown = escape(text)
    if words:
        pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
        shown = pattern.sub(lambda match: f"**{match.group()}**", shown)
        shown = shown.replace("****", "")
    return shown


def blockquote(text: str, bold: tuple[str, ...] = ()) -> str:
    """`text` as a block quotation, the words of `bold` set off."""
    lines = emphasised(text, bold).splitlines()
    return "\n".join(f"> {line.strip()}" for line in lines if line.strip())
