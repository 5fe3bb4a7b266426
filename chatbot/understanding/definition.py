"""Questions for what something is: 什么是未来产业, 未来产业的特点."""

import re

_ASKED = (
    re.compile(r"^(?:请问|请解释(?:一下)?)?(?:什么|啥)(?:是|叫做?)(?P<term>[^，。？?]{2,16}?)[呢啊？?。]*$"),
    re.compile(
        r"^(?:请问)?(?P<term>[^，。？?]{2,16}?)的(?:定义|含义|概念|内涵|特点|特征|性质|定位)"
        r"(?:是|有|都|指|包括)*(?:什么|哪些|啥)?[呢啊？?。]*$"
    ),
    re.compile(r"^(?:请问)?(?P<term>[^，。？?]{2,16}?)(?:到底|究竟)?(?:是指|指的是|是|指)(?:什么|啥)(?:意思)?[呢啊？?。]*$"),
)  # fmt: skip
_BETWEEN = 60
"""Characters between a term and the 是 that defines it."""


def defined(text: str) -> str:
    """The term whose definition is asked for; "" where none is."""
    matches = (pattern.match(text.strip()) for pattern in _ASKED)
    return next((match["term"] for match in matches if match), "")


def defines(sentence: str, term: str) -> bool:
    """Whether a sentence says what `term` is: it begins with it (本法所称X) and goes on with 是."""
    if term not in sentence:
        return False
    begins = rf"^(?:本(?:法|条例|规定|办法|细则)|前款)?(?:所称的?)?“?{re.escape(term)}”?"
    return re.match(rf"{begins}[^。；]{{0,{_BETWEEN}}}?(?:是|指)", sentence) is not None
