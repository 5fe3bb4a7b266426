"""What a quotation says of its source where no link leads to it: in a footnote."""

import re

from chatbot.answer import Quote
from index.citation import label

_LONGEST = 400
"""Characters of a quotation in a note; a longer one stands in the answer in full anyway."""
_ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+")


def key(quote: Quote) -> tuple[str, int, int]:
    """What makes two quotations the same."""
    return quote.clause.id, quote.span.start, quote.span.end


def note(quote: Quote) -> str:
    """《…》（工信部联科〔2024〕12号）四、（六）14：「…」, on one line."""
    words = " ".join(quote.text.split())
    shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}……"
    return f"{label(quote.policy, quote.clause)}：「{shown}」"


def address(quote: Quote) -> str | None:
    """Where the policy is published; None unless it is a web address that may be opened."""
    url = quote.policy.card.url
    return url.value if url and _ADDRESS.fullmatch(url.value) else None
