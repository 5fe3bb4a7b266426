"""A folder of texts → the passages that training learns from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.clause import Clause, PolicyHead
from index.context import in_context
from index.errors import SourceError
from index.policy import read_policy
from index.readers import READERS

_ASIDE = re.compile(r"[（(].*?[）)]|中华人民共和国|\s")
_SHORTEST = 15
"""Characters below which a clause says too little to learn from."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit clause.

    Attributes:
        file: relative to the folder, with "/" as separator.
        number: as printed: 第五十四条.
        name: the policy's title.
        headings: above the clause.
        text: without the number.
        whole: as it is indexed, in its context.
    """

    file: str
    number: str
    name: str
    headings: tuple[str, ...]
    text: str
    whole: str

    @property
    def law(self) -> str:
        """The title as others cite it."""
        return short_name(self.name)


def short_name(title: str) -> str:
    """A title without 中华人民共和国, bracketed additions and blanks."""
    return _ASIDE.sub("", title)


def passages(folder: Path) -> list[Passage]:
    """The unit clauses of every readable file below `folder`, in the order of file names."""
    found: list[Passage] = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in READERS:
            found.extend(_of_file(path, path.relative_to(folder).as_posix()))
    return found


def distinct(found: list[Passage]) -> list[Passage]:
    """Those long enough, each wording once, the last one kept: versions repeat each other."""
    last = {re.sub(r"\s", "", passage.text): passage for passage in found}
    return [passage for wording, passage in last.items() if len(wording) >= _SHORTEST]


def _of_file(path: Path, name: str) -> Iterator[Passage]:
    try:
        policy = read_policy(path.read_bytes(), name)
    except SourceError:
        return
    head = PolicyHead(policy.id, policy.source_file, policy.sha256, policy.name, policy.card)
    for clause in policy.clauses:
        if clause.unit:
            yield _passage(clause, head)


def _passage(clause: Clause, head: PolicyHead) -> Passage:
    text = clause.text.removeprefix(clause.number).strip()
    headings = clause.trail[:-1]
    whole = in_context(head, clause)
    return Passage(head.source_file, clause.number, head.name, headings, text, whole)
