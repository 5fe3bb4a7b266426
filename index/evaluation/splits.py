"""Questions → training and test parts, at random or such that no law is gold in both.

Questions are known by their place in a sequence; the same seed gives the same parts.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

_STATE = "中华人民共和国"
_VERSION = re.compile(
    r"(?:[（(](?:[^（()）]*修[正订][^（()）]*|\d{4}[-年.][^（()）]*|试行|暂行)[)）])+$"
)
_AMENDMENT = re.compile(r"(?<=[法典例])修正案(?:[（(][一二三四五六七八九十]+[)）])?$")
_MARKS = re.compile(r"[\s《》]")


@dataclass(frozen=True, slots=True)
class Split:
    """Places of the questions to learn from and of those to test on, both ascending.

    Attributes:
        left_out: in neither part, as they would tie the two together.
    """

    train: tuple[int, ...]
    test: tuple[int, ...]
    left_out: tuple[int, ...] = ()


def law_of(name: str) -> str:
    """A document's name, the same for every version and amendment of one text.

    Without 中华人民共和国, title marks and blanks, without a final （2018修正）, (2018-10-26) or
    （试行）, and without a final 修正案（七）.
    """
    bare = _MARKS.sub("", name).replace(_STATE, "")
    return _AMENDMENT.sub("", _VERSION.sub("", bare)) or bare


def random_folds(count: int, folds: int, seed: int) -> list[Split]:
    """Each of `count` questions in one test part, the parts as equal as can be.

    Raises:
        ValueError: if there are fewer than two folds, or more than questions.
    """
    _possible(count, folds)
    order = Random(seed).sample(range(count), count)  # noqa: S311 - repeatable, not secret
    return _splits([set(order[fold::folds]) for fold in range(folds)], count)


def component_folds(laws: Sequence[Collection[str]], folds: int, seed: int) -> list[Split]:
    """Each question in one test part; no law of a test part is gold in its training part.

    `laws` are, for each question, those that it has gold in.
    Questions that share a law, directly or through others, stay together. One widely cited law
    may join nearly all of them, and the parts are then far from equal; see `law_folds`.

    Raises:
        ValueError: if there are fewer than two folds, or more than components.
    """
    found = components(laws)
    _possible(len(found), folds)
    dealt = _dealt([len(members) for members in found], folds, seed)
    parts = [{place for one in part for place in found[one]} for part in dealt]
    return _splits(parts, len(laws))


def law_folds(laws: Sequence[Collection[str]], folds: int, seed: int) -> list[Split]:
    """The laws are dealt out to folds; no law of a test part is gold in its training part.

    A question is tested in the fold that has all of its laws. One with laws in several folds is
    in no test part, and learned from only where none of its laws is tested.

    `laws` are, for each question, those that it has gold in; without any it is a law of its own.

    Raises:
        ValueError: if there are fewer than two folds, or more than laws.
    """
    own = [set(named) or {f"#{place}"} for place, named in enumerate(laws)]
    names = sorted(set().union(*own))
    _possible(len(names), folds)
    sizes = [sum(name in named for named in own) for name in names]
    dealt = _dealt(sizes, folds, seed)
    return [_law_split(own, {names[one] for one in part}) for part in dealt]


def components(laws: Sequence[Collection[str]]) -> list[tuple[int, ...]]:
    """Places of questions joined by the laws they share, each ascending, by their first."""
    joined: list[tuple[set[str], set[int]]] = []
    for place, named in enumerate(laws):
        names, members = set(named), {place}
        apart = []
        for other in joined:
            if names.isdisjoint(other[0]):
                apart.append(other)
            else:
                names |= other[0]
                members |= other[1]
        joined = [*apart, (names, members)]
    return sorted(tuple(sorted(members)) for _, members in joined)


def _law_split(laws: Sequence[set[str]], tested: set[str]) -> Split:
    places = range(len(laws))
    train = tuple(place for place in places if laws[place].isdisjoint(tested))
    test = tuple(place for place in places if laws[place] <= tested)
    return Split(train, test, tuple(sorted(set(places) - set(train) - set(test))))


def _dealt(sizes: Sequence[int], folds: int, seed: int) -> list[list[int]]:
    """Items dealt out so that the folds' sizes are near each other.

    In random order each goes where least is, the largest first as they could not be evened out.
    """
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    order = random.sample(range(len(sizes)), len(sizes))
    large = sum(sizes) / folds / 4
    order.sort(key=lambda item: -sizes[item] if sizes[item] > large else 0)
    parts: list[list[int]] = [[] for _ in range(folds)]
    for item in order:
        least = min(sum(sizes[other] for other in part) for part in parts)
        open_to = [part for part in parts if sum(sizes[other] for other in part) == least]
        random.choice(open_to).append(item)
    return parts


def _splits(parts: Sequence[Collection[int]], count: int) -> list[Split]:
    places = range(count)
    return [
        Split(tuple(place for place in places if place not in part), tuple(sorted(part)))
        for part in parts
    ]


def _possible(items: int, folds: int) -> None:
    if not 2 <= folds <= items:  # noqa: PLR2004 - a fold to test and one to learn from
        raise ValueError(f"{items} cannot be dealt out to {folds} folds")
