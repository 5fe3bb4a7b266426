"""A sentence of a language model → a statement that the cited clauses support, or nothing.

What can be told exactly must stand in a cited clause: quotations, numbers, dates, names. What is
left must be said there in much the same words, in the same sense and by the same actors. Each
piece of the sentence, from comma to comma, rests on one cited clause alone: what two clauses say
is not to be mixed into what none of them says.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from chatbot.answer import Quote, Statement
from chatbot.compose import names, numbers, stance
from chatbot.compose.numbers import plain
from chatbot.compose.sentences import Sentence
from chatbot.markdown import escape
from index.citation import label
from index.clause import Hit, Span
from index.tokens import cut

_SUPPORTED = 0.6
"""Share of a piece's characters that must stand, two and more together, in its clause."""
_TOGETHER = 0.4
"""Share of them that must stand in one sentence of the clause, or in its heading."""
_NEAR = 0.85
"""Share of the best sentence's support that makes another sentence one it may rest on."""
_NOVEL = 5
"""Characters in a row, not in the clause, that make a claim of its own."""
_LONG = 8
"""Characters from which a piece must have some of its words in the clause's order,"""
_IN_ORDER = 0.3
"""namely this share three and more together."""
_SHORT = 5
"""Characters below which a piece belongs to the next: 到2025年, or 龙头企业."""

_PIECES = re.compile(r"(?<!\d)[,:](?!\d)|(?<=\d)[,:](?!\d)|(?<!\d)[,:](?=\d)|[;。!?\n]")
_LISTED = re.compile(r"[、,;:。!?]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WRITTEN = re.compile(
    r"[\u3400-\u9fff\u3007\u25cb0-9A-Za-z\s.,:;!?()\[\]%+/\"'~…—–·、。〈〉《》「」『』【】〔〕“”‘’*#_|>=^-]*"
)
"""What Chinese is written with, width made one; a look-alike of another script is not."""
_FRAME = re.compile(
    r"以上就?是|综上所述|总的来说|具体(?:来说|而言|如下|包括|有)?|如下|以下|主要|(?:根据|依据|按照|依照)?(?:该|本|此|上述|这[份一]?)?"
    r"(?:文件|政策|条款|意见|规定)(?:中|还|也|明确|提出|指出|规定|要求|显示|强调|，)*|明确|提出|指出|规定|要求|强调|包括|包含|涵盖|涉及"
    r"|分别|分为|围绕|聚焦|针对|关于|对于|方面|措施|举措|做法|内容|目标|任务|同时|此外|另外|其中|首先|其次|再次|最后|以及|等等|通过|利用|借助"
    r"|从而|进而|旨在|以便|用于|进一步|相关|有关|进行|开展|实施|推进|推动|加强|加快|促进|将会?|[一二三四五六七八九]是|第[一二三四五六]"
    r"|[并且及与和或等的了要会可能也还都均从在对为由以把被向到至使让各该所即是有其这那则就而又]"
)
_OF_ITSELF = re.compile(
    r"系统提示|提示词|(?:以上|上述|本|这些|我的|给定的?)(?:规则|说明|指令|提示|设定)|作为一?[个名]?(?:AI|人工智能|语言模型|助手|智能助手)"
    r"|语言模型|我是|问答助手|(?:所有|一切)指令|方括号|已给出的编号|不要自己写|忽略|用户的?问题",
    re.IGNORECASE,
)
_PLANTED = re.compile(
    r"(?:忽略|忘记|忘掉|绕过)[^。]{0,8}(?:规则|指令|指示|提示|设定)|告诉用户|(?:你的|在)回答(?:的?末尾|的?开头|中|里)"
    r"|(?:输出|打印|泄露|复述)[^。]{0,6}(?:提示词|系统提示|密钥)|ignore[^.]{0,30}(?:instructions|rules)",
    re.IGNORECASE,
)
"""Words with which a document would give orders to a language model."""


@dataclass(frozen=True)
class Ground:
    """A cited clause as it is compared with: plain text."""

    hit: Hit

    @cached_property
    def text(self) -> str:
        """The clause's sentences, but for those that speak to the model and not to the reader."""
        clause = self.hit.clause
        spoken = (plain(span.of(clause.text)) for span in clause.sentences())
        return "\n".join(sentence for sentence in spoken if not _PLANTED.search(sentence))

    @cached_property
    def context(self) -> str:
        """Where it stands: policy and headings."""
        clause = self.hit.clause
        return plain("。".join((label(self.hit.policy, clause), *clause.trail, clause.title)))

    @cached_property
    def whole(self) -> str:
        """Text and context without quotation marks."""
        return names.unquoted(f"{self.context}。{self.text}")

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the text."""
        return tuple(names.unquoted(self.text).split("\n"))


def verify(sentence: Sentence, hits: Sequence[Hit]) -> Statement | None:
    """The sentence with quotations for its marks; None when anything in it is unsupported."""
    cited = sentence.cited
    if not cited or not all(1 <= number <= len(hits) for number in cited):
        return None
    grounds = [Ground(hits[number - 1]) for number in cited]
    text = plain(sentence.text)
    chosen = _verbatim(text, grounds)
    if not chosen and _is_fit(text, grounds):
        chosen = _supporting(text, grounds)
    if not chosen:
        return None
    return Statement(
        _shown(sentence.text), tuple(_best_quote(sentence.text, ground.hit) for ground in chosen)
    )


def says_something(sentence: Sentence) -> bool:
    """Whether there is anything to support: 具体如下： says nothing."""
    return bool(re.search(r"\w", _FRAME.sub("", plain(sentence.text))))


def _verbatim(text: str, grounds: Sequence[Ground]) -> list[Ground]:
    """The clauses that have the sentence word for word."""
    return [ground for ground in grounds if names.unquoted(text) in ground.sentences]


def _is_fit(text: str, grounds: Sequence[Ground]) -> bool:
    """Whether it may be looked at piece by piece: honest in script and quotation, on the matter."""
    strange = (*_OF_ITSELF.findall(text), *_WRITTEN.sub("", text))
    return all(any(each in g.text for g in grounds) for each in strange) and _is_quoted_truly(
        text, grounds
    )


def _is_quoted_truly(said: str, grounds: Sequence[Ground]) -> bool:
    quoted = names.quotations(said)
    if quoted is None:
        return False
    known = [ground.whole.replace("\n", "") for ground in grounds]
    return all(any(names.unquoted(each) in text for text in known) for each in quoted)


def _supporting(text: str, grounds: Sequence[Ground]) -> list[Ground]:
    """The clauses that the sentence rests on, in the order cited; none if a piece rests on none."""
    used: list[Ground] = []
    for piece in _pieces(names.unquoted(names.untitled(text))):
        on = [ground for ground in grounds if _rests_on(piece, ground)]
        if not on:
            return []
        used += on
    return [ground for ground in grounds if ground in used]


def _pieces(text: str) -> list[str]:
    """A sentence from comma to comma, a short piece with the one after it."""
    pieces: list[str] = []
    carried = ""
    for part in filter(None, _PIECES.split(text)):
        carried = f"{carried},{part}" if carried else part
        if len(_covered(_without_actors(carried), "")) >= _SHORT:
            pieces.append(carried)
            carried = ""
    if carried and pieces:
        pieces[-1] = f"{pieces[-1]},{carried}"
    elif carried:
        pieces.append(carried)
    return pieces


def _rests_on(piece: str, ground: Ground) -> bool:
    return (
        _names_stand(piece, ground)
        and _numbers_stand(piece, ground)
        and _is_said(piece, ground.whole)
        and any(_is_meant(piece, sentence, ground) for sentence in _nearest(piece, ground))
    )


def _names_stand(piece: str, ground: Ground) -> bool:
    named = (*names.bodies(piece), *names.others(piece))
    return (
        all(name in ground.whole for name in named)
        and names.latin(piece) <= names.latin(ground.whole)
        and names.numbered_as(piece, ground.whole)
    )


def _numbers_stand(piece: str, ground: Ground) -> bool:
    """Whether the clause holds every date, and every number beside what it counts."""
    known = tuple(numbers.dates(ground.whole))
    if not all(any(date.within(other) for other in known) for date in numbers.dates(piece)):
        return False
    if not _stand_in(piece, ground.whole):
        return False
    parts = [part for part in _LISTED.split(ground.whole) if part]
    return all(
        any(_stand_in(part, other) and _is_about(part, other) for other in parts)
        for part in _LISTED.split(piece)
        if any(number.value != 1 and number.unit for number in numbers.numbers(part))
    )


def _stand_in(piece: str, ground: str) -> bool:
    known = tuple(numbers.numbers(ground))
    return all(
        any(number.is_said_by(other) for other in known) for number in numbers.numbers(piece)
    )


def _is_about(part: str, other: str) -> bool:
    """Whether two parts with the same number count the same thing."""
    covered = _covered(part, other)
    return not covered[1:] or any(covered)


def _is_said(piece: str, ground: str) -> bool:
    covered = _covered(piece, ground)
    if len(covered) >= _LONG and sum(_covered(piece, ground, 3)) < _IN_ORDER * len(covered):
        return False
    novel = max(len(list(run)) * (not said) for said, run in groupby([*covered, True]))
    return novel < _NOVEL and sum(covered) >= _SUPPORTED * len(covered)


def _nearest(piece: str, ground: Ground) -> Iterator[str]:
    """The sentences of the clause that say most of the piece."""
    shared = [sum(_covered(piece, sentence)) for sentence in ground.sentences]
    in_context = _covered(piece, ground.context)
    if max(shared) + sum(in_context) < _TOGETHER * len(in_context):
        return
    for sentence, count in zip(ground.sentences, shared, strict=True):
        if count >= _NEAR * max(shared):
            yield sentence


def _is_meant(piece: str, sentence: str, ground: Ground) -> bool:
    return stance.agrees(piece, sentence) and all(
        actor in ground.context or _acts(actor, piece, sentence)
        for actor in names.kinds_of_body(piece)
    )


def _acts(actor: str, piece: str, sentence: str) -> bool:
    """Whether the sentence has this actor do what the piece says, and not another."""
    deed = _without_actors(piece)
    parts = [part for part in _PIECES.split(sentence) if part]
    shared = [sum(_covered(deed, part)) for part in parts]
    for at, count in enumerate(shared):
        if count >= _NEAR * max(shared) and (
            actor in parts[at] or (not names.kinds_of_body(parts[at]) and actor in sentence)
        ):
            return True
    return False


def _without_actors(text: str) -> str:
    for actor in names.kinds_of_body(text):
        text = text.replace(actor, ",")
    return text


def _covered(text: str, ground: str, together: int = 2) -> list[bool]:
    """For each character that says something, whether `ground` has it with its neighbours.

    Numbers are left out, and what merely introduces or joins.
    """
    text = numbers.without(text)
    said = [bool(_HAN.match(char)) for char in text]
    for frame in _FRAME.finditer(text):
        said[frame.start() : frame.end()] = [False] * len(frame.group())
    covered = [False] * len(text)
    for at in range(len(text) - together + 1):
        if text[at : at + together] in ground:
            covered[at : at + together] = [True] * together
    return [found for found, counts in zip(covered, said, strict=True) if counts]


def _shown(text: str) -> str:
    """Markdown of the text; beside the mark of a citation, ( and ! would make a link of it."""
    return re.sub(r"^\(|!$", r"\\\g<0>", escape(text))


def _best_quote(text: str, hit: Hit) -> Quote:
    """The sentence of the clause that shares most with the text."""
    tokens = set(cut(text))

    def shared(span: Span) -> int:
        return len(tokens & set(cut(span.of(hit.clause.text))))

    return Quote(hit.policy, hit.clause, max(hit.clause.sentences(), key=shared))
