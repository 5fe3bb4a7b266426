"""What policies are called: titles, document numbers, everyday short forms; and where they stand.

Built once for a revision of the library. A text is read from left to right and at each place the
longest name is taken, so that 《…条例实施细则》 is not taken for 《…条例》.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from index.clause import PolicyHead
from index.prominence import cited_names, short
from index.region import ends_with_place, regional
from index.titles import aliases, folded_with_places, key, of_file, version
from index.tokens import lengths
from index.validity import State
from index.versions import texts

_MOST = 6
"""Policies offered for choice."""
_ALIKE, _RELATED = 0.7, 0.5
"""Share of a title's bigrams that a name holds: to be a fuller form of it, and to be offered."""

_NO_NAME_OF_A_LAW = re.compile(r"法(?:[律人院制学典案官务治医定]|规(?!定))")
"""公司法定代表人, 用水法人: what looks like 公司法 or 水法 is part of another word."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text.

    Attributes:
        start, end: its place in the text.
        texts: what may be meant; each is one text in all of its versions, the one in force today
            first, the others from the latest on.
        by_number: whether it is a document number.
    """

    start: int
    end: int
    texts: tuple[tuple[PolicyHead, ...], ...]
    by_number: bool = False


class Names:
    """The names of a library's policies.

    Args:
        heads: every policy.
    """

    def __init__(self, heads: Iterable[PolicyHead]) -> None:
        self.heads = tuple(heads)
        self._texts = [_current_first(text) for text in texts(self.heads)]
        self._by_id = {head.id: text for text in self._texts for head in text}
        self._titles: dict[str, list[tuple[PolicyHead, ...]]] = {}
        self._numbers: dict[str, list[tuple[PolicyHead, ...]]] = {}
        everyday: dict[str, list[tuple[PolicyHead, ...]]] = {}
        for text in self._texts:
            _note(self._titles, [key(text[0].name)], text)
            _note(everyday, aliases(text[0].name), text)
            for head in text:
                _note(everyday, of_file(head), (head,))
                _note(self._numbers, _numbers(head), (head,))
        # What is the title of one policy is no everyday name of another.
        self._named = everyday | self._titles | self._numbers
        self._lengths = lengths(self._named)

    def find(self, text: str) -> list[Mention]:
        """The names in a text, in order, none within another."""
        folded, places = folded_with_places(text)
        return [
            Mention(
                places[start], places[end - 1] + 1, tuple(self._named[name]), name in self._numbers
            )
            for start, end, name in self._places(folded)
        ]

    def called(self, title: str) -> tuple[tuple[PolicyHead, ...], ...]:
        """The texts that have exactly this title, number or everyday name."""
        return tuple(self._named.get(key(title), ()))

    def alike(self, title: str) -> tuple[tuple[PolicyHead, ...], ...]:
        """The texts whose names are fuller forms of `title`, the most prominent first.

        未来产业创新发展实施意见 is one of …关于推动未来产业创新发展的实施意见: that has its
        characters in this order, and most of its bigrams. Names that end with it come first.
        """
        asked = key(title)
        found = [
            text
            for name, texts in self._titles.items()
            if asked in name or (_in_order(asked, name) and _shared(asked, name) >= _ALIKE)
            for text in texts
        ]
        return self._ranked(found, asked)

    def abbreviated(self, title: str) -> tuple[tuple[PolicyHead, ...], ...]:
        """What 民诉法 may stand for: titles with its characters in order, the outer two outside."""
        asked = key(title)
        found = [
            text
            for name, texts in self._titles.items()
            if name[0] == asked[0] and name[-1] == asked[-1] and _in_order(asked, name)
            for text in texts
        ]
        return self._ranked(found, asked)

    def related(self, title: str) -> tuple[PolicyHead, ...]:
        """A few policies with names like `title`, the likest first; latest versions alone."""
        asked = key(title)
        shares = {name: _shared(asked, name) for name in self._titles}
        near = sorted((n for n in shares if shares[n] >= _RELATED), key=lambda n: -shares[n])
        return tuple(text[0] for name in near[:_MOST] for text in self._titles[name])[:_MOST]

    def prominent(self) -> tuple[PolicyHead, ...]:
        """A few policies that are asked about likeliest, national ones that others name first."""
        return tuple(text[0] for text in self._ranked(self._texts)[:_MOST])

    def title(self, head: PolicyHead) -> str:
        """A title in 《》 that names this very policy.

        An earlier version has its date after it, one of several texts of that name its number.
        """
        named = f"《{head.name}》"
        text = self._by_id[head.id]
        if len(self._titles[key(head.name)]) > 1 and head.card.number:
            return f"{named}（{head.card.number.value}）"
        if version(head) and version(head) != version(text[0]):
            return f"{named}（{version(head)}）"
        return named

    def _places(self, folded: str) -> Iterator[tuple[int, int, str]]:
        at = 0
        while at < len(folded):
            for length in self._lengths.get(folded[at : at + 2], ()):
                name = folded[at : at + length]
                end = at + len(name)
                if name in self._named and _stands(folded, at, end):
                    yield at, end, name
                    at = end
                    break
            else:
                at += 1

    def _ranked(
        self, texts: Iterable[tuple[PolicyHead, ...]], asked: str = ""
    ) -> tuple[tuple[PolicyHead, ...], ...]:
        return tuple(
            sorted(
                texts,
                key=lambda text: (
                    not key(text[0].name).endswith(asked),
                    regional(text[0].name),
                    -self._named_by_others[short(text[0].name)],
                    len(text[0].name),
                    text[0].source_file,
                ),
            )
        )

    @cached_property
    def _named_by_others(self) -> Counter[str]:
        """Title → how many others hold it: 民法典 is in those of its interpretations."""
        return Counter(name for text in self._texts for name in cited_names(text[0].name))


def _current_first(text: tuple[PolicyHead, ...]) -> tuple[PolicyHead, ...]:
    return tuple(sorted(text, key=lambda head: head.validity.state is not State.IN_FORCE))


def _note(
    names: dict[str, list[tuple[PolicyHead, ...]]],
    keys: Iterable[str],
    text: tuple[PolicyHead, ...],
) -> None:
    for name in filter(None, keys):
        if text not in (texts := names.setdefault(name, [])):
            texts.append(text)


def _numbers(head: PolicyHead) -> Iterator[str]:
    if head.card.number:
        number = key(head.card.number.value)
        yield number
        if number.removesuffix("号") != number:
            yield number.removesuffix("号")


def _stands(text: str, start: int, end: int) -> bool:
    """Whether a name stands here for itself, and not as a part of a longer word or title."""
    if text[end - 1].isdigit() and text[end : end + 1].isdigit():
        return False
    if text[end - 1] == "法" and _NO_NAME_OF_A_LAW.match(text, end - 1):
        return False
    return not ends_with_place(text[:start])


def _in_order(short: str, long: str) -> bool:
    """Whether the characters of `short` are in `long`, in this order."""
    rest = iter(long)
    return all(char in rest for char in short)


def _shared(asked: str, name: str) -> float:
    """The share of bigrams of `asked` that are in `name`."""
    bigrams = ["".join(pair) for pair in pairwise(asked)]
    return sum(bigram in name for bigram in bigrams) / max(1, len(bigrams))
