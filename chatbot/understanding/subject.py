"""Which policy the talk is about."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from chatbot.question import MAX_QUESTION, Question, Turn
from chatbot.understanding.steps import CHAIN
from index.clause import PolicyHead
from index.filters import Filters, passing
from index.names import Mention, Names
from index.query.script import simplified
from index.titles import key, version

Texts = tuple[tuple[PolicyHead, ...], ...]
_OFFERED = 6
"""Policies offered for choice."""

_QUOTED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_YEAR = r"((?:19|20)\d\d)"
_OF_VERSION = r"(?:版|修正|修订|修改|公布|通过|施行|发布)"
_DATE_AFTER = re.compile(
    rf"[》〉）)]*[\s的]*[（(\[〔]?\s*{_YEAR}(?:\s*[年\-.]\s*(\d\d?))?(?:\s*[月\-.]\s*(\d\d?))?"
    rf"\s*[年月日]?\s*{_OF_VERSION}*本?\s*[）)\]〕]?[》〉]?"
)
_DATE_BEFORE = re.compile(rf"{_YEAR}年?{_OF_VERSION}?的?\s*[《〈]?(?:中华人民共和国)?$")
_CLOSING = re.compile(r"[）)”]*》?")
_RUN = re.compile(
    r"[\u4e00-\u9fff（）()〈〉“”]*?(?:法|法典|条例|办法|规定|细则|解释|意见|决定|规则|规程|修正案)(?:[（(].{1,4}[）)])?$"
)
_OPENING = re.compile(_RUN.pattern.removesuffix("$"))
_LINK = re.compile(r"[\s的中里》]*$")
_AROUND = re.compile(
    r"^(?:(?:请问|请|帮我|我?想|知道|了解|查询?|一下|看看?|告诉我|根据|按照|依据|依照|那么?)+"
    r"|.*[该本这此](?:部|份|个|项)?(?=.{2,4}$))"
)
_PART = re.compile(r"[（(][一二三四五六七八九十]+[）)](?=第)")
_SAYS = re.compile(r"(?:的|中|里)?规定")
_NO_TITLE = 2
"""Characters up to which what stands before a reference is 条例 or 办法, and no title."""
_SHORT_LAW = re.compile(r"(?![该本此这办依])[\u4e00-\u9fff]{1,3}法")
"""A law's name, or the everyday abbreviation of one: 民诉法."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The policy that is meant, or those that may be.

    Attributes:
        policies: the policy; behind it those that are further parts or copies of the same text.
        candidates: what may be meant, where `policies` is empty.
        start, end: where a text names it, with its brackets and date; both 0 where it does not.
        until: where the text names the next policy, None if it does not.
    """

    policies: tuple[PolicyHead, ...] = ()
    candidates: tuple[PolicyHead, ...] = ()
    start: int = 0
    end: int = 0
    until: int | None = None

    def without_name(self, text: str) -> str:
        """What a text says of this policy: its name, which may hold numbers, is made a blank."""
        return f"{text[: self.start]} {text[self.end : self.until]}" if self.end else text


def subject(question: Question, names: Names) -> Subject:
    """The policy that the question, or the latest turn that names one, is about.

    A policy is named by its title, by an everyday form of it, or by its document number. The only
    policy there is needs no naming. Without `policies` where it is not clear.
    """
    if (about := named(question.text, names, question)).end:
        return about
    heads = names.heads
    if question.filters != Filters():
        heads = tuple(filter(_allowed(question), heads))
    if len(heads) == 1:
        return Subject((heads[0],))
    for turn in reversed(question.turns):
        about = _of_turn(turn, names, question)
        if about.policies or about.candidates:
            return Subject(about.policies, about.candidates)
    return Subject(candidates=tuple(heads) if len(heads) <= _OFFERED else ())


def named(text: str, names: Names, question: Question) -> Subject:
    """What a text, the question's or another, names itself of what the question is limited to."""
    allowed = _allowed(question)
    mentions = [
        Mention(each.start, each.end, texts, each.by_number)
        for each in names.find(text)
        if (texts := _only(each.texts, allowed))
    ]
    titles = _unknown(text, names, mentions)
    hidden = _blanked(text, [(m.start, m.end) for m in mentions] + titles)
    chain = CHAIN.search(hidden)
    if chain and not titles and (run := _title_before(hidden, chain, mentions)):
        titles = [run]
    if titles and (chain or _AROUND.sub("", text).startswith("《")):
        about = _like(text, titles[-1], names, allowed)
    elif mentions:
        about = _chosen(text, mentions, chain.start() if chain else None)
    else:
        return Subject()
    until = min((m.start for m in mentions if m.start > about.end), default=None)
    return replace(about, until=until)


def titled(text: str, names: Names, question: Question) -> Subject:
    """What is meant by a title at the beginning of a text that is not wholly a policy's name."""
    around = _AROUND.match(text)
    if run := _OPENING.match(text, around.end() if around else 0):
        return _like(text, run.span(), names, _allowed(question))
    return Subject()


def _allowed(question: Question) -> Callable[[PolicyHead], bool]:
    return passing(question.filters)


def _only(texts: Texts, allowed: Callable[[PolicyHead], bool]) -> Texts:
    kept = (tuple(filter(allowed, text)) for text in texts)
    return tuple(text for text in kept if text)


def _of_turn(turn: Turn, names: Names, question: Question) -> Subject:
    """What a turn of the talk is about.

    The assistant's turn is about the first policy that a line of its own names alone: quotations
    name others, and lists offer a choice.
    """
    if turn.role == "user":
        return named(simplified(turn.content[:MAX_QUESTION]), names, question)
    for line in turn.content[:MAX_QUESTION].splitlines():
        if line.startswith((">", "-", "|")):
            continue
        found = [names.called(match.group(1)) for match in _QUOTED.finditer(line)]
        if len(set(filter(None, found))) == 1:
            return named(line, names, question)
    return Subject()


def _unknown(text: str, names: Names, mentions: list[Mention]) -> list[tuple[int, int]]:
    """Titles in 《》 that are no names of the library; a name within such a one is not meant."""
    places = []
    for match in _QUOTED.finditer(text):
        inside = [m for m in mentions if match.start() <= m.start and m.end <= match.end()]
        title = _DATE_AFTER.sub("", match.group(1))
        within = any(m.start < match.start() and match.end() <= m.end for m in mentions)
        if within or names.called(title) or names.called(match.group(1)):
            continue
        places.append(match.span())
        for mention in inside:
            mentions.remove(mention)
    return places


def _title_before(
    text: str, chain: re.Match[str], mentions: list[Mention]
) -> tuple[int, int] | None:
    """The unknown title that ends right before a reference, 某某条例第三条.

    The text has blanks in the place of the names that are known.
    """
    end = len(_LINK.sub("", text[: chain.start()]))
    start = max((m.end for m in mentions if m.end <= end), default=0)
    run = _RUN.search(text, start, end)
    if not run or _SAYS.fullmatch(run.group()):
        return None
    # In 解释（二）第三条 the first number is the title's.
    if part := _PART.match(text, end):
        end = part.end()
    if start and start == run.start():
        start = max(m.start for m in mentions if m.end <= run.start())
        return start, end  # 公司法实施细则, where 公司法 alone is known
    shift = around.end() if (around := _AROUND.match(run.group())) else 0
    if len(run.group()) - shift <= _NO_TITLE and not (part or _SHORT_LAW.fullmatch(run.group())):
        return None
    return run.start() + shift, end


def _like(
    text: str, place: tuple[int, int], names: Names, allowed: Callable[[PolicyHead], bool]
) -> Subject:
    """The policy whose name is a fuller form of a title, or what has a name like it."""
    title = text[slice(*place)].strip("《》")
    if _SHORT_LAW.fullmatch(title):
        alike = _only(names.abbreviated(title), allowed)
        sure = len(alike) == 1
    else:
        alike = _only(names.alike(title), allowed)
        sure = bool(alike) and _is_short_for(title, [each[0].name for each in alike])
    if sure:
        return _versions(text, alike[0], place)
    alike = alike or _only(names.alike(title), allowed)
    near = [each[0] for each in alike] or list(filter(allowed, names.related(title)))
    return Subject((), tuple(near[:_OFFERED]), *place)


def _is_short_for(title: str, alike: list[str]) -> bool:
    """Whether a title can be said for the first of the names that are like it.

    It is the only one, or the others are 某省 and the same. 担保 in the title of an interpretation
    is not what 担保法 means.
    """
    ending = title.rstrip("）)")[-2:]
    return alike[0].rstrip("）)").endswith(ending) and all(
        key(name).endswith(key(alike[0])) for name in alike
    )


def _chosen(text: str, mentions: list[Mention], reference: int | None) -> Subject:
    """The name right before the reference, else the longest; a number beside a name decides."""
    before = [m for m in mentions if reference is not None and m.end <= reference]
    best = before[-1] if before else max(mentions, key=lambda m: m.end - m.start)
    start, end = best.start, best.end
    texts = best.texts
    for other in mentions:
        shared = tuple(t for t in other.texts if any(set(t) & set(mine) for mine in texts))
        if other is not best and shared and other.by_number != best.by_number:
            texts = shared if other.by_number else texts
            start, end = min(start, other.start), max(end, other.end)
    if len(texts) > 1:
        candidates = tuple(each[0] for each in texts)[:_OFFERED]
        return Subject((), candidates, *_widened(text, start, end))
    return _versions(text, texts[0], (start, end), strict=reference is not None)


def _versions(
    text: str, versions: tuple[PolicyHead, ...], place: tuple[int, int], *, strict: bool = True
) -> Subject:
    """The version that the text dates, else the latest."""
    start, end = place
    after, before = _DATE_AFTER.match(text, end), _DATE_BEFORE.search(text, 0, start)
    if dated := after or before:
        year, month, day = (*dated.groups(), None, None)[:3]
        date = "-".join(part.zfill(2) for part in (year, month, day) if part)
        found = [head for head in versions if _is_of(head, date)]
        start, end = min(start, dated.start()), max(end, dated.end())
        if found:
            return Subject(_parts(found), (), *_widened(text, start, end))
        if strict and len(versions) > 1:
            dated_ones = tuple(filter(version, versions))
            return Subject((), dated_ones[:_OFFERED], *_widened(text, start, end))
    return Subject(_parts(versions), (), *_widened(text, start, end))


def _is_of(head: PolicyHead, date: str) -> bool:
    issued = head.card.issued.value if head.card.issued else ""
    return version(head).startswith(date) or issued.startswith(date)


def _parts(versions: Sequence[PolicyHead]) -> tuple[PolicyHead, ...]:
    """The first, and with it those of the same date: parts of one text in several files."""
    return tuple(head for head in versions if version(head) == version(versions[0]))


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A name's place with its brackets."""
    if closing := _CLOSING.match(text, end):
        end = closing.end()
    opening = re.search(r"《(?:中华人民共和国)?$|中华人民共和国$", text[:start])
    return (opening.start() if opening else start), end


def _blanked(text: str, places: list[tuple[int, int]]) -> str:
    for place in places:
        start, end = _widened(text, *place)
        text = text[:start] + " " * (end - start) + text[end:]
    return text
