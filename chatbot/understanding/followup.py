"""A question that leans on the turns before → a question that stands alone, by rule."""

import re
from enum import StrEnum
from functools import lru_cache

from chatbot.question import MAX_QUESTION, Question
from index.numerals import parse
from index.words import content_words

_YEAR = re.compile(r"(?:19|20)\d\d年?")
_POLITE = re.compile(r"^(?:那么?|还有|另外|再问一下|请问|那)+[，,]?")
_NEW_TOPIC = re.compile(r"^(?:再?换个?(?:一个)?(?:问题|话题)|另外问一?个|再问一?个别的)[，,：:\s]*")
_AGAIN = re.compile(
    r"^(?:刚才|前面|之前)(?:说的|问的|提到的)?那?(?:个|一个)?|的?(?:再说一遍|再说一次|再讲一遍)$"
)
_TRAILING = re.compile(r"(?:的?(?:情况|方面|内容))?(?:呢|呐|怎么样)?[？?。！!]*$")
_PRONOUN = re.compile(
    r"^(?:请|把|给我|再|看看|查看|要|我要)*"
    r"(?:它们?|其(?!他|它|余)|上述|上面|刚才|前面|[这那该]一?(?:些|个|条|项|款|段|部分|里|份)"
    r"|[这那](?=属于|在哪|是哪|的|出自))"
    r"(?:条款|规定|内容|措施)?的?"
)


_NTH = re.compile(
    r"^(?:那|请|看看|展开|说说|再?讲讲)*(?:第([一二三四五六七八九十\d]{1,2})[个点]|最后一[个点条项])(?:呢|是|讲|说|的|$)"
)
"""第二个呢: a place in the answer before, as no clause is called 个 or 点."""
LAST = -1
"""The place of 最后一个."""
_SHORT, _SHORT_WITH_PRONOUN, _NOTHING = 14, 24, 3
"""Characters below which a question may lean on others, or says nothing of its own."""
_READ = 512
"""Texts of which it is remembered what they want; one question is looked at again and again."""


class Ask(StrEnum):
    """What is wanted of the clause that is found."""

    ANSWER = "answer"
    TEXT = "text"  # 原文
    PLACE = "place"  # 在哪一条, 属于哪个部分
    NEXT = "next"  # 下一条
    PREVIOUS = "previous"  # 上一条
    CHILDREN = "children"  # 下面有哪些条
    OUTLINE = "outline"  # 全文分几个部分


_ASKS: tuple[tuple[Ask, re.Pattern[str]], ...] = (
    (Ask.NEXT, re.compile(r"^[那请它这的]*(?:再?看|再)?(?:下一|后一|后面一)[条项款个段]")),
    (Ask.PREVIOUS, re.compile(r"^[那请它这的]*(?:再?看|再)?(?:上一|前一|前面一)[条项款个段]")),
    (
        Ask.PLACE,
        re.compile(
            r"(?:属于|位于|出自|归|是|在)(?:文件的?)?(?:哪|第几)(?:一|个)?(?:部分|章|节|条|项)"
        ),
    ),
    (
        Ask.OUTLINE,
        re.compile(
            r"(?:全文|文件|政策|意见|条例|办法|一共|总共).{0,4}(?:分|有|包括|共)(?:为|成)?"
            r"(?:几|哪[几些]|多少)(?:个?大?部分|个?章|条$|条[？?])|文件?的?(?:目录|框架|大纲|结构)"
        ),
    ),
    (
        Ask.CHILDREN,
        re.compile(
            r"(?:下面|下|里|中|包含|包括|分别?|有)(?:面|有|是|的)*(?:哪|几|什么)(?:些|几)?(?:条|项|个|任务|内容|措施)?"
            r"(?!区别|差别|差异|不同|异同|变化|关系)"
        ),
    ),
    (Ask.TEXT, re.compile(r"原文|全文|原话|逐字|完整(?:内容|条文)")),
)


_OF_THE_CLAUSE = frozenset({Ask.TEXT, Ask.PLACE, Ask.NEXT, Ask.PREVIOUS})


@lru_cache(maxsize=_READ)
def ask(text: str) -> Ask:
    """What the question wants of its clause."""
    return next((kind for kind, pattern in _ASKS if pattern.search(text)), Ask.ANSWER)


def points_at(text: str) -> int | None:
    """Which clause of the answer before is meant: 0 the first, as in 它的原文; None for none."""
    if match := _NTH.match(text):
        return (parse(match[1]) or 1) - 1 if match[1] else LAST
    return 0 if leans(text) and ask(text) in _OF_THE_CLAUSE else None


def standalone(question: Question) -> str:
    """The question with what it leaves out taken from the user's turns before.

    那2027年呢 after 2025年的目标是什么 becomes 2027年的目标是什么; 中小企业呢 is put in front of
    the question before; 它的原文 is asked of the question before.
    """
    said = [turn.content.strip() for turn in question.turns if turn.role == "user"]
    alone = first = ""
    for each in (*filter(None, said), question.text.strip()):
        text = _NEW_TOPIC.sub("", each)[:MAX_QUESTION]
        alone = _completed(text, alone, first)
        first = first if leans(text) and first else text
    return alone


def _completed(text: str, before: str, first: str) -> str:
    """`text` with what it leaves out taken from the question `before` it, which stands alone.

    A new subject (元宇宙呢) is put to the `first` question of its talk, so that subjects do not
    pile up.
    """
    if not before or not leans(text):
        return text
    if again := _again(text):
        return again
    focus = _TRAILING.sub("", _POLITE.sub("", text))
    if (year := _YEAR.fullmatch(focus)) and _YEAR.search(before):
        return _YEAR.sub(year.group(), before)
    if _PRONOUN.match(text) or ask(text) in {Ask.TEXT, Ask.NEXT, Ask.PREVIOUS, Ask.PLACE}:
        rest = _PRONOUN.sub("", text)
        return before if ask(text) is not Ask.ANSWER or len(rest) < _NOTHING else f"{before} {rest}"
    return f"{focus} {first}"[:MAX_QUESTION]


def names_something(text: str) -> bool:
    """Whether a follow-up has a subject of its own (那税收呢), and does not only point back."""
    focus = _PRONOUN.sub("", _TRAILING.sub("", _POLITE.sub("", text)))
    pointing = ask(text) is not Ask.ANSWER or _NTH.match(text)
    return not pointing and any(len(word) > 1 for word in content_words(focus))


def _again(text: str) -> str:
    """What a question names that goes back to something said before: 刚才那个操作系统的再说一遍."""
    bare = _AGAIN.sub("", _AGAIN.sub("", text))
    return bare if bare != text and len(bare) >= _NOTHING else ""


@lru_cache(maxsize=_READ)
def leans(text: str) -> bool:
    """Whether the text needs the turns before it to be understood."""
    short = len(text.strip()) <= _SHORT
    return bool(
        (_PRONOUN.match(text) and len(text) <= _SHORT_WITH_PRONOUN)
        or (short and re.search(r"呢[？?]?$|^那", text))
        or (short and ask(text) in {Ask.NEXT, Ask.PREVIOUS})
        or (short and re.match(r"由?谁[来去]?[^，。]{0,4}[？?]?$", text))
        or _again(text)
        or (short and re.match(r"[请把给我再要看它这条完整的]*(?:原文|全文|原话)", text))
    )
