"""Two policies, clause by clause: what is the same, what was changed, added and left out.

Clauses are aligned by meaning and wording. Versions of one text keep their order: the best chain
of pairs in both orders is found by dynamic programming, as sequences are aligned (Needleman and
Wunsch 1970) with gaps that cost nothing. Texts with other orders are paired best first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from chatbot.answer import Quote
from chatbot.errors import BadQuestion
from chatbot.tables.table import Cell, Table
from index.clause import Clause, Policy, PolicyHead, Span
from index.embedders import Embedder
from index.tokens import cut, fold
from index.words import segments

MAX_UNITS = 2_000
"""Clauses of one policy: beyond that a comparison is no longer read by anybody."""
_ALIGNED = 0.45
"""Similarity that two clauses must exceed to be a pair, in [0, 1]."""
_NEAR = 25
"""Clauses looked at for each clause of the other side."""
_CHANGED = 0.6
"""Share of the words in common from which one clause is the other, changed."""
_FREER = 1.15
"""How much more pairs without order must be worth to be believed."""

Scores = NDArray[np.float32]


class Relation(StrEnum):
    """What became of a clause."""

    SAME = "相同"
    CHANGED = "修改"
    ALIKE = "相近"  # of the same matter in other words
    ADDED = "新增"
    REMOVED = "删除"


@dataclass(frozen=True, slots=True)
class Pair:
    """A clause of either side; one is missing where it was added or removed.

    Attributes:
        changed_left: what the right side does not say, in `left.text`.
        changed_right: what the left side does not say, in `right.text`.
    """

    relation: Relation
    left: Clause | None
    right: Clause | None
    changed_left: tuple[Span, ...] = ()
    changed_right: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every unit of both policies exactly once, in the order of the left one."""

    left: PolicyHead
    right: PolicyHead
    pairs: tuple[Pair, ...]

    def table(self) -> Table:
        """The pairs as rows."""
        rows = tuple(
            (_cell(pair.left, self.left), _cell(pair.right, self.right), Cell(pair.relation))
            for pair in self.pairs
        )
        title = f"《{self.left.name}》与《{self.right.name}》对照"
        return Table(title, (self.left.name, self.right.name, "关系"), rows)


def compare(
    left: tuple[Policy, PolicyHead], right: tuple[Policy, PolicyHead], embedder: Embedder
) -> Comparison:
    """Align two policies.

    Raises:
        BadQuestion: if one of them has more than `MAX_UNITS` clauses.
        EmbedderUnavailable: if the embedder lives elsewhere and fails.
    """
    ours, theirs = _units(left[0]), _units(right[0])
    aligned = _align(_similarity(ours, theirs, embedder)) if ours and theirs else []
    pairs = tuple(_pairs(ours, theirs, aligned))
    return Comparison(left[1], right[1], pairs)


def _units(policy: Policy) -> list[Clause]:
    units = [clause for clause in policy.clauses if clause.unit]
    if len(units) > MAX_UNITS:
        raise BadQuestion(
            f"《{policy.name}》有 {len(units):,} 个条款，超过对照的上限 {MAX_UNITS:,}。",
            hint="请选择较短的文件。",
        )
    return units


def _similarity(ours: Sequence[Clause], theirs: Sequence[Clause], embedder: Embedder) -> Scores:
    """Mean of cosine and of the share of character bigrams in common, [len(ours), len(theirs)].

    The latter is counted for the pairs nearest by meaning alone; others are 0.
    """
    texts = [[_body(clause) for clause in side] for side in (ours, theirs)]
    left, right = (embedder.documents(side) for side in texts)
    bags = [[{t for t in cut(text) if len(t) > 1} for text in side] for side in texts]
    cosine = left @ right.T
    scores = np.zeros_like(cosine)
    near = min(_NEAR, len(theirs))
    nearest = np.argpartition(-cosine, near - 1, axis=1)[:, :near]
    for row, columns in enumerate(nearest):
        for column in columns:
            a, b = bags[0][row], bags[1][column]
            common = 2 * len(a & b) / (len(a) + len(b) or 1)
            scores[row, column] = (cosine[row, column] + common) / 2
    return scores


def _align(scores: Scores) -> list[tuple[int, int]]:
    """Pairs of row and column, each at most once, in the order of the rows."""
    worth = np.where(scores > _ALIGNED, scores, 0)
    ordered, free = _in_order(worth), _best_first(worth)
    value = [sum(float(worth[pair]) for pair in pairs) for pairs in (ordered, free)]
    return sorted(free) if value[1] > value[0] * _FREER else ordered


def _in_order(worth: Scores) -> list[tuple[int, int]]:
    """The pairs of most worth that cross nowhere."""
    rows, columns = worth.shape
    best = np.zeros((rows + 1, columns + 1), np.float32)
    for row in range(rows):
        taken = np.where(worth[row] > 0, best[row, :-1] + worth[row], 0)
        best[row + 1, 1:] = np.maximum.accumulate(np.maximum(taken, best[row, 1:]))
    pairs = []
    row, column = rows, columns
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
        elif best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    return pairs[::-1]


def _best_first(worth: Scores) -> list[tuple[int, int]]:
    """Pairs by falling worth, each row and column once."""
    order = np.argsort(-worth, axis=None, kind="stable")[: np.count_nonzero(worth)]
    rows: set[int] = set()
    columns: set[int] = set()
    pairs = []
    for row, column in zip(*np.unravel_index(order, worth.shape), strict=True):
        if row not in rows and column not in columns:
            rows.add(int(row))
            columns.add(int(column))
            pairs.append((int(row), int(column)))
    return pairs


def _pairs(
    ours: Sequence[Clause], theirs: Sequence[Clause], aligned: Sequence[tuple[int, int]]
) -> list[Pair]:
    """All units; what was added stands after the clause that its predecessor is paired with."""
    partner = dict(aligned)
    taken = set(partner.values())
    after: dict[int, list[int]] = {}
    last = -1
    place = {column: row for row, column in aligned}
    for column in range(len(theirs)):
        last = place.get(column, last)
        if column not in taken:
            after.setdefault(last, []).append(column)
    pairs = [_added(theirs[column]) for column in after.get(-1, [])]
    for row, clause in enumerate(ours):
        if row in partner:
            pairs.append(_paired(clause, theirs[partner[row]]))
        else:
            pairs.append(Pair(Relation.REMOVED, clause, None))
        pairs += [_added(theirs[column]) for column in after.get(row, [])]
    return pairs


def _added(clause: Clause) -> Pair:
    return Pair(Relation.ADDED, None, clause)


def _paired(left: Clause, right: Clause) -> Pair:
    bodies = _body(left), _body(right)
    if fold(bodies[0]) == fold(bodies[1]):
        return Pair(Relation.SAME, left, right)
    words = segments(bodies[0]), segments(bodies[1])
    matcher = SequenceMatcher(None, *words, autojunk=False)
    relation = Relation.CHANGED if matcher.ratio() >= _CHANGED else Relation.ALIKE
    starts = len(left.text) - len(bodies[0]), len(right.text) - len(bodies[1])
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return Pair(
        relation,
        left,
        right,
        tuple(_spans(words[0], [(code[1], code[2]) for code in codes], starts[0])),
        tuple(_spans(words[1], [(code[3], code[4]) for code in codes], starts[1])),
    )


def _spans(words: Sequence[str], ranges: Sequence[tuple[int, int]], start: int) -> list[Span]:
    """Ranges of words as spans of the clause's text."""
    offsets = [start]
    for word in words:
        offsets.append(offsets[-1] + len(word))
    return [Span(offsets[first], offsets[last]) for first, last in ranges if first < last]


def _body(clause: Clause) -> str:
    """The text without its number, which moves when others are added."""
    return clause.text.removeprefix(clause.number).lstrip(" 　\t.．、\n")


def _cell(clause: Clause | None, head: PolicyHead) -> Cell:
    if clause is None:
        return Cell("")
    return Cell(clause.text, (Quote(head, clause, Span(0, len(clause.text))),))
