"""Which texts a policy says that it repeals: 《…》同时废止."""

import re
from collections.abc import Iterator, Sequence

from index.clause import Clause, Found, Span

_REPEALS = re.compile(r"废止|停止执行|停止施行|同时失效|予以失效|不再施行|不再执行")
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_SENTENCE = re.compile(r"[^。；;\n]+")
# What stands after a title that goes as a whole; 《…》第五条, 《…》中有关…的规定 go in part.
_WHOLE = re.compile(
    r"\s*(?:[（(][^（）()]*[）)])*\s*"
    r"(?:[、，,]|和|及|与|以及|同时|予以|即行|自行|即|一并|均|都|也|相应|停止|废止|自|$)"
)
# Titles are blanks here: 根据《…》、《…》 names what the policy rests on.
_OTHERS = re.compile(r"(?:除|根据|依据|依照|按照|违反|适用|参照|执行)[\s、和及与]*$")


def repeals(clauses: Sequence[Clause]) -> tuple[Found[str], ...]:
    """Titles of the texts that go as a whole, each with the place where that is said."""
    found = [each for c in clauses if c.unit and _REPEALS.search(c.text) for each in _in(c)]
    return tuple({each.value: each for each in found}.values())


def _in(clause: Clause) -> Iterator[Found[str]]:
    for sentence in _SENTENCE.finditer(clause.text):
        outside = _TITLE.sub(lambda m: " " * len(m[0]), sentence.group())
        until = max((verb.start() for verb in _REPEALS.finditer(outside)), default=0)
        for match in _TITLE.finditer(sentence.group()):
            before, after = outside[: match.start()], sentence.group()[match.end() :]
            if match.end() > until or not _WHOLE.match(after) or _OTHERS.search(before):
                continue
            start = clause.span.start + sentence.start() + match.start(1)
            yield Found(match.group(1), Span(start, start + len(match.group(1))))
