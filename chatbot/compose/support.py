"""Whether a piece of a sentence, from comma to comma, says what one clause says.

Names and numbers are looked up, each number beside what it counts. What is left must be there in
much the same words, in the same sense, by the same actors.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from chatbot.compose import names, numbers, stance
from chatbot.compose.ground import Ground
from chatbot.compose.numbers import plain

_SUPPORTED = 0.6
"""Share of a piece's characters that must stand, two and more together, in its clause."""
_TOGETHER = 0.4
"""Share of them that must stand in one sentence of the clause, or in its heading."""
_NEAR = 0.95
"""Share of the best sentence's support that makes another sentence one it may rest on."""
_NOVEL = 5
"""Characters in a row, not in the clause, that make a claim of its own."""
_LONG = 8
"""Characters from which a piece must have some of its words in the clause's order,"""
_IN_ORDER = 0.3
"""namely this share three and more together."""
_HEADED = 6
"""Characters in a row that are words of the heading and not by chance."""
_FEW = 3
"""Characters beside a number that need not tell what it counts: 按500元计算."""
_SHORT = 5
"""Characters below which a piece belongs to the next: 到2025年, or 龙头企业."""

_PIECES = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|[;。!?\n]")
_ITEMS = re.compile(r"[、,;:。!?]|以及|[和与及](?!其)")
_LISTED = re.compile(r"[、,;:。!?]")
_DIGIT = re.compile(r"\d")
_HAN = re.compile(r"[\u3400-\u9fff]")
_TOPIC = re.compile(r"(?:关于|对于|至于|针对|就)[^,。]{1,16},")
_IF = re.compile(r"(?:的|时|后|前)$")
_BY = re.compile(r"(?<![理自缘事])由(?![此于来])([\u4e00-\u9fff]{2})")
_ADDRESSES = re.compile(r"鼓励|支持|引导|推动|由|对|向|发挥|组织|督促|依托")
"""What begins a part that names its own actors."""
_FRAME = re.compile(
    r"以上就?是|综上所述|总的来说|具体(?:来说|而言|如下|包括|有)?|如下|以下|主要|(?:根据|依据|按照|依照)?(?:该|本|此|上述|这[份一]?)?"
    r"(?:文件|政策|条款|意见|规定)(?:中|还|也|明确|提出|指出|规定|要求|显示|强调|，)*|明确|提出|指出|规定|要求|强调|包括|包含|涵盖|涉及"
    r"|分别|分为|围绕|聚焦|针对|关于|对于|方面|措施|举措|做法|内容|目标|任务|同时|此外|另外|其中|首先|其次|再次|最后|以及|等等|通过|利用|借助"
    r"|从而|进而|旨在|以便|用于|进一步|相关|有关|进行|开展|实施|推进|推动|加强|加快|促进|将会?|[一二三四五六七八九]是|第[一二三四五六]"
    r"|[并且及与和或等的了要会可能也还都均从在对为由以把被向到至使让各该所即是有其这那则就而又]"
)


def says_something(text: str) -> bool:
    """Whether there is anything to support: 具体如下： says nothing."""
    return bool(re.search(r"\w", _FRAME.sub("", plain(text))))


def pieces(text: str) -> list[str]:
    """A sentence from comma to comma, a short piece with the one after it."""
    found: list[str] = []
    carried = ""
    for part in filter(None, _PIECES.split(_untopical(text))):
        carried = f"{carried},{part}" if carried else part
        if len(_covered(_without_actors(carried), "")) >= _SHORT and not _IF.search(carried):
            found.append(carried)
            carried = ""
    if carried and found:
        found[-1] = f"{found[-1]},{carried}"
    elif carried:
        found.append(carried)
    return found


def _untopical(text: str) -> str:
    """The sentence without the words in front that merely say what it is about."""
    topic = _TOPIC.match(text)
    if topic is None or any(
        (*numbers.numbers(topic[0]), *numbers.dates(topic[0]), *names.bodies(topic[0]))
    ):
        return text
    return text if any(names.others(topic[0])) else text[topic.end() :]


def rests_on(piece: str, ground: Ground) -> bool:
    """Whether the clause alone says all of the piece."""
    return (
        _names_stand(piece, ground)
        and _numbers_stand(piece, ground)
        and _is_said(piece, ground.whole)
        and any(_is_meant(piece, sentence, ground) for sentence in _nearest(piece, ground))
    )


def _names_stand(piece: str, ground: Ground) -> bool:
    named = (*names.bodies(piece), *names.others(piece), *names.things(numbers.without(piece)))
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
    piece = _unheaded(piece, ground.context)
    text = names.unquoted(ground.text)
    if not _stand_in(piece, text):
        return False
    parts = [part for part in _LISTED.split(text) if part]
    return all(
        any(_stand_in(part, other) and _is_about(part, other) for other in parts)
        for part in _LISTED.split(piece)
        if _counts(part)
    )


def _unheaded(piece: str, context: str) -> str:
    """The piece without words of the heading: 工业和信息化部等七部门 is a name with a number."""
    match = SequenceMatcher(None, piece, context, autojunk=False).find_longest_match()
    if match.size < _HEADED:
        return piece
    return piece[: match.a] + "," + piece[match.a + match.size :]


def _counts(part: str) -> bool:
    """Whether a part says how many, or which generation; 一批 counts nothing."""
    counted = any(number.unit not in {"", "批"} for number in numbers.numbers(part))
    return counted or any(map(_DIGIT.search, names.latin(part)))


def _stand_in(piece: str, ground: str) -> bool:
    known = tuple(numbers.numbers(ground))
    return names.latin(piece) <= names.latin(ground) and all(
        any(number.is_said_by(other) for other in known) for number in numbers.numbers(piece)
    )


def _is_about(part: str, other: str) -> bool:
    """Whether two parts with the same number count the same thing."""
    covered = _covered(part, other)
    several = sum(1 for _ in numbers.numbers(part)) > 1
    few = len(covered) <= _FEW and not names.latin(part)
    return several or few or not covered[1:] or any(covered)


def _is_said(piece: str, ground: str) -> bool:
    covered = _covered(piece, ground)
    if len(covered) >= _LONG and sum(_covered(piece, ground, 3)) < _IN_ORDER * len(covered):
        return False
    if "、" in piece and not all(_is_listed(item, ground) for item in _ITEMS.split(piece)):
        return False
    novel = max(len(list(run)) * (not said) for said, run in groupby([*covered, True]))
    return novel < _NOVEL and sum(covered) >= _SUPPORTED * len(covered)


def _is_listed(item: str, ground: str) -> bool:
    """Whether more than half of one of several things stands there."""
    covered = _covered(item, ground)
    return not covered[1:] or 2 * sum(covered) > len(covered)


def _nearest(piece: str, ground: Ground) -> Iterator[str]:
    """The sentences of the clause that say most of the piece."""
    said = max(sum(_covered(piece, sentence)) for sentence in ground.sentences)
    in_context = _covered(piece, ground.context)
    if said + sum(in_context) < _TOGETHER * len(in_context):
        return
    pairs = list(map("".join, pairwise(piece)))
    shared = [sum(pair in sentence for pair in pairs) for sentence in ground.sentences]
    for sentence, count in zip(ground.sentences, shared, strict=True):
        if count >= _NEAR * max(shared):
            yield sentence


def _is_meant(piece: str, sentence: str, ground: Ground) -> bool:
    whole = f"{ground.context}。{sentence}"
    return (
        stance.agrees(piece, sentence)
        and _stand_in(_unheaded(piece, ground.context), sentence)
        and all(agent in whole for agent in _BY.findall(piece))
        and all(
            actor in ground.context or _acts(actor, part, piece, sentence)
            for part in _LISTED.split(piece)
            for actor in names.actors(part)
        )
        and _parties_stand(piece, sentence)
    )


def _parties_stand(piece: str, sentence: str) -> bool:
    """Whether who does something to whom is not turned round."""
    known = names.parts(sentence)
    kinds = {kind for kind, _ in known}
    if any(kind in kinds and (kind, actor) not in known for kind, actor in names.parts(piece)):
        return False
    order = names.actors(sentence)
    return all(
        one not in order
        or other not in order[: order.index(one)]
        or other in order[order.index(one) :]
        for part in _LISTED.split(piece)
        for one, other in pairwise(dict.fromkeys(names.actors(part)))
    )


def _acts(actor: str, part: str, piece: str, sentence: str) -> bool:
    """Whether the sentence has this actor do what the part says, and not another."""
    deed = _without_actors(part)
    if not _covered(deed, ""):
        deed = _without_actors(piece)
    said = [each for each in _PIECES.split(sentence) if each]
    shared = [sum(_covered(deed, each)) for each in said]
    return any(
        actor in each or (_goes_on(each) and actor in "".join(said[:at]))
        for at, each in enumerate(said)
        if shared[at] >= _NEAR * max(shared)
    )


def _goes_on(part: str) -> bool:
    """Whether a part leaves it to those before it to say who acts."""
    return not _ADDRESSES.match(part) and not names.begins_with_actor(part)


def _without_actors(text: str) -> str:
    for actor in names.actors(text):
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
