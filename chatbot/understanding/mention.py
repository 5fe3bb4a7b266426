"""Words that a clause must hold verbatim: 哪些条款提到“小巨人”, 中央企业在哪几条出现."""

import re

_SAYS = r"(?:提到|提及|提过|出现|写到|写了|讲到|写着|包含)(?:了|过)?"
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{2,40})[”\"」』]")
_WHERE = (
    r"在?(?:文件|政策|全文)?(?:里|中)?(?:哪些|哪几|哪一?|几)(?:条款?|处|地方|部分|个地方|款|项)"
)
_PATTERNS = (
    re.compile(rf"^(?P<words>[^，。？?\s“”]{{2,16}}?){_WHERE}(?:里|中)?(?:都|被|有)?{_SAYS}"),
    re.compile(
        rf"^(?!文件|政策|意见|全文)(?P<words>[^，。？?\s“”]{{2,16}}?)(?:有没有|是否|有)?被?{_SAYS}(?:在|于)?(?:第几|哪)"
    ),
    re.compile(rf"(?:有没有|有无|是否)(?:{_SAYS})(?P<words>[^，。？?\s吗]{{2,16}})[吗？?]*$"),
    re.compile(
        rf"^(?:文件|政策|意见|全文)?(?:里|中)?{_SAYS}(?P<words>[^，。？?\s吗]{{2,16}}?)了?吗[？?]?$"
    ),
    re.compile(r"(?:涉及|关于|提及)(?P<words>[^，。？?\s的]{2,10})的(?:表述|条款|提法|说法)"),
    re.compile(rf"{_SAYS}(?:哪些|什么|哪几[个种项])(?P<kinds>[^，。？?\s]{{2,16}})[？?]?$"),
    re.compile(
        rf"{_SAYS}(?P<words>[^的，。？?\s]{{2,20}}?)"
        r"(?:的(?:有?哪[些几]个?)?(?:条款|条|地方|内容|段落|部分)|[是在？?]|$)"
    ),
)
_AND = re.compile(r"[、和及与或]")


def mentioned(text: str) -> tuple[str, ...]:
    """The words, any of which a clause must hold; none in a question of another kind."""
    if not re.search(rf"{_SAYS}|“[^”]+”{_WHERE}|的(?:表述|提法)|^[带含]有?“", text):
        return ()
    if quoted := _QUOTED.search(text):
        return (quoted[1],)
    match = next((found for pattern in _PATTERNS if (found := pattern.search(text))), None)
    if match is None:
        return ()
    if kinds := match.groupdict().get("kinds"):
        return tuple(word for word in _AND.split(kinds) if len(word) > 1)
    return (match["words"],)
