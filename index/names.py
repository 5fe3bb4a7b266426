"""What policies are called: titles, document numbers, everyday short forms; and where they stand.

Built once for a revision of the library. A text is read from left to right and at each place the
longest name is taken, so that 《…条例实施细则》 is not taken for 《…条例》.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from index.clause import PolicyHead
from index.prominence import cited_names, short
from index.query.script import simplified
from index.region import PROVINCES, ends_with_place, regional
from index.tokens import fold

_REPUBLIC = "中华人民共和国"
_DATE = re.compile(r"((?:19|20)\d\d)[-年.]?(\d\d)?[-月.]?(\d\d)?")
_MOST = 6
"""Policies offered for choice."""
_SHORTEST = 3
"""Characters of an alias; a title itself may be shorter (刑法)."""
_ALIKE, _RELATED = 0.7, 0.5
"""Share of a title's bigrams that a name holds: to be a fuller form of it, and to be offered."""

_TITLE_WORD = (
    r"(?:法|法典|编|条例|办法|规定|细则|解释|意见|通知|决定|决议|规则|规程|方案|纲要|规划|计划|公告|批复"
    r"|标准|指引|指南|措施|章程|准则|守则|制度|修正案)"
)
ENDS_LIKE_A_TITLE = re.compile(rf"{_TITLE_WORD}(?:[（(][^（）()]{{1,12}}[）)])?$")

_VERSION = re.compile(r"[（(](?:试行|暂行|修正|修订|(?:19|20)\d\d[^（）()]*)[）)]$")
_COURTS = re.compile(
    r"^(?:最高人民法院|最高人民检察院|国务院|全国人民代表大会常务委员会|[、和])+关于(?=.{4})"
)
_APPLIES = re.compile(
    r"关于适用《?(.+?)》(.*?)(?:的|若干问题的)?(?:若干)?(?:解释|规定)([（(].[）)])?$"
)
_CARRIES_OUT = re.compile(r"^(.*?)实施《(.+?)》的?(?:若干)?(办法|规定|细则|条例)$")
_PROVINCE = re.compile(rf"^({PROVINCES})(?:省|市|(?:维吾尔|壮族|回族)?自治区)")
_NO_NAME_OF_A_LAW = re.compile(r"法(?:[律人院制学典案官务治医定]|规(?!定))")
"""公司法定代表人, 用水法人: what looks like 公司法 or 水法 is part of another word."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text.

    Attributes:
        start, end: its place in the text.
        texts: what may be meant; each is one text in all of its versions, the latest first.
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
        self._texts = _versions(self.heads)
        self._by_id = {head.id: text for text in self._texts for head in text}
        titles: dict[str, list[tuple[PolicyHead, ...]]] = {}
        aliases: dict[str, list[tuple[PolicyHead, ...]]] = {}
        self._numbers: dict[str, list[tuple[PolicyHead, ...]]] = {}
        for text in self._texts:
            _note(titles, key(text[0].name), text)
            for alias in _aliases(text[0].name):
                _note(aliases, alias, text)
            for head in text:
                for alias in _of_file(head):
                    _note(aliases, alias, (head,))
                for number in _numbers(head):
                    _note(self._numbers, number, (head,))
        self._titles = titles
        self._named = aliases | titles | self._numbers
        self._lengths: dict[str, list[int]] = {}
        for name in self._named:
            lengths = self._lengths.setdefault(name[:2], [])
            if len(name) not in lengths:
                lengths.append(len(name))
        for lengths in self._lengths.values():
            lengths.sort(reverse=True)

    def find(self, text: str) -> list[Mention]:
        """The names in a text, in order, none within another."""
        folded, places = _folded(text)
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

        未来产业创新发展实施意见 is one of …关于推动未来产业创新发展的实施意见: its characters are in
        it in this order, and most of its bigrams.
        """
        asked = key(title)
        return self._ranked(
            text
            for name, texts in self._titles.items()
            if asked in name or (_in_order(asked, name) and _shared(asked, name) >= _ALIKE)
            for text in texts
        )

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
        """A title in 《》 that `find` resolves to this very policy: with its date or number if need be.

        An earlier version has its date after it, one of several texts of that name its number.
        """
        named = f"《{head.name}》"
        text = self._by_id[head.id]
        if len(self._titles[key(head.name)]) > 1 and head.card.number:
            return f"{named}（{head.card.number.value}）"
        if version(head) != version(text[0]):
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
        self, texts: Iterable[tuple[PolicyHead, ...]]
    ) -> tuple[tuple[PolicyHead, ...], ...]:
        return tuple(
            sorted(
                texts,
                key=lambda text: (
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


@lru_cache(maxsize=65_536)
def key(name: str) -> str:
    """A name as it is compared: simplified, folded, without punctuation and 中华人民共和国."""
    folded = fold(simplified(name))
    return "".join(filter(str.isalnum, folded)).replace(_REPUBLIC, "")


def version(head: PolicyHead) -> str:
    """The date that tells a version: the later of its issue and of what its file is named after."""
    issued = head.card.issued.value if head.card.issued else ""
    found = _DATE.search(head.source_file.rsplit("/", 1)[-1])
    return max(issued, "-".join(filter(None, found.groups())) if found else "")


def _folded(text: str) -> tuple[str, list[int]]:
    """A text as `key` writes it, and the place of each of its characters in the text."""
    plain = simplified(text)
    if len(plain) != len(text):
        plain = text
    kept = [
        (char, at)
        for at, printed in enumerate(plain)
        for char in (printed if printed.isascii() else fold(printed)).lower()
        if char.isalnum()
    ]
    folded = "".join(char for char, _ in kept)
    places = [at for _, at in kept]
    while (at := folded.find(_REPUBLIC)) >= 0:
        folded = folded[:at] + folded[at + len(_REPUBLIC) :]
        del places[at : at + len(_REPUBLIC)]
    return folded, places


def _versions(heads: Iterable[PolicyHead]) -> list[tuple[PolicyHead, ...]]:
    """Policies of one title put together, the latest first, unless their issuers differ."""
    by_title: dict[str, list[list[PolicyHead]]] = {}
    for head in heads:
        texts = by_title.setdefault(key(head.name), [])
        for text in texts:
            if _same_issuers(head, text[0]):
                text.append(head)
                break
        else:
            texts.append([head])
    return [
        tuple(sorted(text, key=lambda head: (version(head), head.source_file), reverse=True))
        for texts in by_title.values()
        for text in texts
    ]


def _same_issuers(one: PolicyHead, other: PolicyHead) -> bool:
    first = {issuer.value for issuer in one.card.issuers}
    second = {issuer.value for issuer in other.card.issuers}
    return not first or not second or bool(first & second)


def _note(
    names: dict[str, list[tuple[PolicyHead, ...]]], name: str, text: tuple[PolicyHead, ...]
) -> None:
    if name and text not in (texts := names.setdefault(name, [])):
        texts.append(text)


def _of_file(head: PolicyHead) -> Iterator[str]:
    """Names from the file's, if that reads like another title: 人格权编, 民法典人格权编."""
    stem = head.source_file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    stem = re.sub(r"\s*[（(][\d\-.年月日]+[）)]$", "", stem)
    if len(stem) >= _SHORTEST and ENDS_LIKE_A_TITLE.search(stem) and key(stem) != key(head.name):
        yield key(stem)
        yield key(head.name + stem)


def _numbers(head: PolicyHead) -> Iterator[str]:
    if head.card.number:
        number = key(head.card.number.value)
        yield number
        if number.removesuffix("号") != number:
            yield number.removesuffix("号")


@lru_cache(maxsize=65_536)
def _aliases(name: str) -> frozenset[str]:
    """Everyday forms of a title, as `key` writes them."""
    plain = name.replace(_REPUBLIC, "")
    forms = {_VERSION.sub("", plain), _COURTS.sub("", plain), _PROVINCE.sub(r"\1", plain)}
    if applies := _APPLIES.search(plain):
        law, part, which = applies.groups(default="")
        forms |= {f"{law}{part}解释{which}", f"{law}{part}司法解释{which}"}
    if carries_out := _CARRIES_OUT.match(plain):
        place, law, kind = carries_out.groups()
        forms |= {f"{place}{law}实施{kind}"}
    short = {
        form.replace("人民代表大会", "人大").replace("常务委员会", "常委会")
        for form in (plain, *forms)
    }
    keys = {key(form) for form in forms | short}
    return frozenset(each for each in keys if len(each) >= _SHORTEST)


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
