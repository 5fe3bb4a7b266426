"""The words of a title that say what a policy is about."""

import re

from index.clause import Found, Span
from index.region import PROVINCES
from index.words import content_words

_AROUND = re.compile(
    rf"^.*关于(?=.{{4}})|^(?:{PROVINCES})?[^于的》]{{0,10}}?(?:省|市|自治区|自治州|自治县|特区)"
    rf"|^(?:{PROVINCES})|中华人民共和国|国务院|最高人民(?:法院|检察院)"
)
_FORM = re.compile(
    "法|条例|办法|规定|细则|规则|解释|意见|通知|决定|决议|方案|规划|纲要|实施|施行|试行|暂行|适用"
    "|印发|若干|有关|问题|管理|规范|标准|具体|应用|法律|案件|审理|推动|促进|加强|推进|进一步|做好"
    "|工作|修改|修正|修正案|人民|关于|全国|几个|批复|本市|本省"
)
"""Words of titles that name the document or its purpose, and no subject."""


def subjects(title: Found[str] | None) -> tuple[Found[str], ...]:
    """Content words of two characters or more, in order, each with its place."""
    if title is None:
        return ()
    plain = title.value
    around = _AROUND.match(plain)
    start = around.end() if around else 0
    words = [w for w in content_words(plain[start:]) if len(w) > 1 and not _FORM.fullmatch(w)]
    return tuple(
        Found(word, _place(title, start, word)) for word in words if word.isascii() or word in plain
    )


def _place(title: Found[str], start: int, word: str) -> Span:
    """Where a word stands; the whole title, where that wraps over lines."""
    at = title.value.find(word, start)
    if at < 0 or title.span.end - title.span.start != len(title.value):
        return title.span
    return Span(at, at + len(word)).moved(title.span.start)
