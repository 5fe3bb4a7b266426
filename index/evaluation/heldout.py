"""A folder of policies without labels → questions whose clauses are known by construction.

For policies that no label and no training names. Their words are the clauses' own, so figures on
them compare two versions of the product; they do not say how well people are served.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unicodedata import normalize

from index.clause import Clause, Policy
from index.errors import SourceError, UnreadableFile
from index.evaluation.questions import Article, Case
from index.evaluation.splits import law_of
from index.policy import read_policy
from index.readers import READERS

HEADING, SENTENCE = "heading", "sentence"
"""The two kinds of questions."""
_PER_POLICY = 5
"""Sentences taken of a policy at most, so that long ones do not rule the figures."""
_SHORTEST_HEADING = 4
_MOST_BELOW = 30
"""Clauses below a heading; one above more is about the whole policy."""

_OWN = re.compile(r"本(?:法|条例|规定|办法|细则|解释|意见|通知|规则|决定|方案)(?:所称的?)?")
_OTHER = re.compile(r"《[^》]*》|[（(][^）)]*[）)]")
_PIECE = re.compile(r"(?<![^，。；：！？\s])[^，。；：！？\s“”]{8,30}(?![^，。；：！？\s])")
_CITED = re.compile(r"第[一二三四五六七八九十百千\d]+[条款项章节]")
_ASKED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(.*?)(?:不得|禁止|严禁)(.+)$"), r"\1能不能\2？"),
    (re.compile(r"^(.*?)(?:应当|必须)(.+)$"), r"\1要不要\2？"),
    (re.compile(r"^(.*?)可以(.+)$"), r"\1可不可以\2？"),
    (re.compile(r"^(.*?)(?:鼓励|支持)(.+)$"), r"\2有什么支持？"),
    (re.compile(r"^(.+)的$"), r"\1的怎么办？"),
    (re.compile(r"^(.+)$"), r"\1是怎么规定的？"),
)
"""How a piece of a sentence reads → the question that it answers; the first that fits."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit clause that its path alone names in its file."""

    law: str
    name: str
    place: Article
    clause: Clause


def cases_of(folder: Path, seed: int = 0) -> list[Case]:
    """Questions on the policies of a folder, in the order of their files.

    A question of kind `heading` is a heading that only one law has; every clause below it, in any
    version of the law, is gold. One of kind `sentence` is made by rule from a piece of a clause,
    without the law's name; every clause with this piece is gold.

    Raises:
        UnreadableFile: if the folder gives no question.
    """
    policies = list(_policies(folder))
    units = [unit for policy in policies for unit in _units(policy)]
    cases = [*_of_headings(policies, units), *_of_sentences(units, seed)]
    if not cases:
        raise UnreadableFile(
            f"{folder}：得不到评测问题。", hint="请给出含有政策文件的文件夹，文件要有标题或条款。"
        )
    return cases


def _policies(folder: Path) -> Iterator[Policy]:
    """Those that can be read, named as an ingest of the folder names them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in READERS:
            name = normalize("NFC", path.relative_to(folder).as_posix())
            try:
                yield read_policy(path.read_bytes(), name)
            except SourceError:
                continue


def _units(policy: Policy) -> Iterator[_Unit]:
    paths = [clause.reference for clause in policy.clauses]
    for clause in policy.clauses:
        if clause.unit and paths.count(clause.reference) == 1:
            place = Article(policy.source_file, clause.reference)
            yield _Unit(law_of(policy.name), policy.name, place, clause)


def _of_headings(policies: Sequence[Policy], units: Sequence[_Unit]) -> Iterator[Case]:
    above: dict[str, list[_Unit]] = defaultdict(list)
    for unit in units:
        above[unit.clause.policy_id].append(unit)
    found: dict[str, list[_Unit]] = defaultdict(list)
    for policy in policies:
        for heading in policy.clauses:
            title = heading.title.strip("。：: ")
            if not heading.unit and len(title) >= _SHORTEST_HEADING:
                below = [u for u in above[policy.id] if heading.span.covers(u.clause.span)]
                found[title] += below if len(below) <= _MOST_BELOW else []
    for title, below in found.items():
        if len({unit.law for unit in below}) == 1:
            yield _case(HEADING, title, title, below)


def _of_sentences(units: Sequence[_Unit], seed: int) -> Iterator[Case]:
    holders = _by_piece(units)
    by_policy: dict[str, list[_Unit]] = defaultdict(list)
    for unit in units:
        by_policy[unit.clause.policy_id].append(unit)
    asked: set[str] = set()
    for policy_id, own in by_policy.items():
        random = Random(f"{seed}:{policy_id}")  # noqa: S311 - repeatable, not secret
        for unit in random.sample(own, min(_PER_POLICY, len(own))):
            pieces = [piece for piece in _pieces(unit) if piece not in asked]
            if pieces:
                piece = random.choice(pieces)
                asked.add(piece)
                yield _case(SENTENCE, piece, _question(piece), holders[piece])


def _by_piece(units: Sequence[_Unit]) -> dict[str, list[_Unit]]:
    holders: dict[str, list[_Unit]] = defaultdict(list)
    for unit in units:
        for piece in dict.fromkeys(_pieces(unit)):
            holders[piece].append(unit)
    return holders


def _pieces(unit: _Unit) -> list[str]:
    """Runs of words between two marks, without the law's name and those of others."""
    text = unit.clause.text.removeprefix(unit.clause.number)
    for name in (unit.name, unit.law):
        text = text.replace(name, "，")
    pieces = _PIECE.findall(_OWN.sub("，", _OTHER.sub("，", text)))
    return [piece for piece in pieces if not _CITED.search(piece)]


def _question(piece: str) -> str:
    return next(
        pattern.sub(question, piece) for pattern, question in _ASKED if pattern.match(piece)
    )


def _case(kind: str, words: str, question: str, below: Sequence[_Unit]) -> Case:
    gold = tuple(dict.fromkeys(unit.place for unit in below))
    return Case(f"{kind}:{words}", kind, question, gold=gold)
