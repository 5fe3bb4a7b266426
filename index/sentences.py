"""Text → sentence spans."""

import re
from collections.abc import Iterator

# A sentence ends at 。！？； or a line break; closing quotes and brackets stay with it.
_SENTENCE = re.compile(r"\S[^。！？；\n]*(?:[。！？；]+[”’」』）》]*)?")


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield `(start, end)` of each sentence; together they hold every non-blank character."""
    for match in _SENTENCE.finditer(text):
        yield match.start(), match.start() + len(match.group().rstrip())
