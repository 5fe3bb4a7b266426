"""Questions about the document itself: number, issuers, addressees, dates, link, validity."""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from index.clause import Card, Found


class Fact(StrEnum):
    """A field of a policy's card."""

    NUMBER = "number"
    ISSUERS = "issuers"
    ADDRESSEES = "addressees"
    ISSUED = "issued"
    PUBLISHED = "published"
    URL = "url"
    TITLE = "title"
    VALIDITY = "validity"


_WHICH = r"(?:哪些|哪几个|几个|哪个|什么)(?:部门|部委|单位|机关|机构)"
_ISSUED = r"(?:联合)?(?:印发|发文|发布|出台|制定|签发|颁布|下发|公布|发)"
_WHEN = r"(?:什么时候|何时|哪天|哪一?年|几月|几号)"
# The document itself is meant only where nothing else follows that could have been issued.
_END = r"(?:的|了)?(?:(?:这|该|本|此)(?:份|个|项)?)?(?:文件|政策|意见|通知|办法|文)?[吗呢？?。]*$"
_PATTERNS: tuple[tuple[Fact, re.Pattern[str]], ...] = (
    (Fact.VALIDITY, re.compile(
        r"时效性|效力状态|(?:还|是否|是不是|现在|目前|仍然?|已经?|有没有|何时|什么时候)?"
        r"(?:有没有|是否|已经?|还|被)*(?:有效|失效|废止|作废|生效|到期|过期)"
        r"(?:了|的)?(?:吗|没有|没|与否|不)?[？?。]*$|有效期(?:到|至|是|多|有|限)[^，。]{0,8}[？?。]*$"
    )),
    (Fact.NUMBER, re.compile(r"文号|发文字号|文件编?号|字号是|^字号|几号文")),
    (Fact.PUBLISHED, re.compile(
        rf"{_WHEN}.{{0,3}}(?:公布|公开|上网|发布){_END}|发布的?(?:日期|时间)"
    )),
    (Fact.ISSUED, re.compile(
        rf"{_WHEN}.{{0,3}}{_ISSUED}{_END}|(?:19|20)\d\d年.{{0,8}}{_ISSUED}的?[吗？?]*$"
        r"|(?:印发|出台|发文|成文|签发|落款|颁布|下发|文件|政策)的?(?:日期|时间)"
    )),
    (Fact.ADDRESSEES, re.compile(
        r"主送|收文机关|发给.{0,6}(?:哪些|什么)(?:单位|部门|地方|机关)|(?:发|印发|下发|发送|写)给(?:了)?(?:谁|哪些(?:单位|部门|地方|机关)|[^，。？?]{2,12}了?[吗？?])"
    )),
    (Fact.ISSUERS, re.compile(
        r"发文(?:机关|单位|部门)|印发(?:机关|单位)|落款|署(?:了)?名|(?:一起|共同|联合|参加|参与)(?:了)?发(?:文|布|的|了|[吗？?]|$)"
        r"|[一二三四五六七八九十几多少\d]+个?(?:部门|部委)[^，。]{0,6}(?:印发|发文|发布|发的)|参与(?:联合)?(?:发文|印发)|牵头(?:发文|印发)"
        rf"|(?:{_WHICH}|谁).{{0,3}}{_ISSUED}{_END}|{_WHICH}的(?:文件|政策){_END}"
        r"|^(?:一共|总共|共)?(?:有|是)?(?:几|多少)个?(?:部门|部委)[呢？?]*$"
        r"|^.{2,12}(?:部|委|局|署|院|委员会|科学院)(?:是不是|是否|有没有|有无)?(?:参与|发文|发的|牵头)了?[吗呢？?]*$"
        r"|谁[和跟与]谁.{0,4}发"
    )),
    (Fact.URL, re.compile(
        r"(?:原文|全文|文件|政策|官方)的?(?:链接|网址|出处|来源)|^(?:链接|网址|来源)"
        r"|^(?:请问)?[这该本此]?[份个项]?(?:文件|政策|意见|通知)?(?:是|的原文)?"
        r"(?:来自|出自|登在|发布在|刊登在|挂在)(?:哪里|哪儿|哪个?(?:网站|网页|地方|网))"
        r"|哪(?:里|儿|个网站).{0,4}(?:看到?|查到?|下载|找到?)(?:这份|该|本)?(?:文件|原文|全文)"
        r"|(?:原文|全文|文件).{0,4}哪(?:里|儿|个网站).{0,3}(?:看|查|下载|找)"
    )),
    (Fact.TITLE, re.compile(
        r"全称|全名|完整标题|正式名称|(?:文件|政策)的?(?:标题|名称|名字)|(?:文件|政策)叫什么"
    )),
)  # fmt: skip

_END_OF_LIFE = re.compile(r"有效期|到期|过期|(?:何时|什么时候|哪一?[天年]).{0,3}(?:失效|废止|作废)")
"""Asks when a policy ends, not only whether it is in force."""
_OFFICES = frozenset({Fact.ISSUERS, Fact.ADDRESSEES})
_SENT = re.compile(
    r"(?:发|印发|下发|发送|写)给(?:了)?([^，。？?谁哪]{2,12}?)了?[吗？?]|([^，。？?谁哪]{2,12}?)是(?:不是)?主送"
)
_DATED = frozenset({Fact.ISSUED, Fact.PUBLISHED, Fact.VALIDITY})
_DOCUMENT = re.compile(
    r"《[^》]*》|请问|你知道|[这那该本此]?(?:份|个|项|篇)?(?:文件|政策|(?:实施)?意见|通知|办法|规定|方案|规划|条例|公文|文)"
    r"|[这那该本此](?:份|个|项|篇)?|[是的在于，,？?\s]"
)
"""How a question refers to the document itself, and what it says around it."""

_PAID = re.compile(r"发[的了吗呢？?。]*$")
"""Is said of documents and of money."""

# What the document would have to offer beyond itself; its card says nothing of it.
_BEYOND = re.compile(r"英文|翻译|解读|附件|配套|细则|电子版|PDF|pdf")

_SHORT = {
    "工信部": "工业和信息化部",
    "科技部": "科学技术部",
    "文旅部": "文化和旅游部",
    "国资委": "国务院国有资产监督管理委员会",
    "中科院": "中国科学院",
    "发改委": "国家发展和改革委员会",
    "人社部": "人力资源和社会保障部",
    "住建部": "住房和城乡建设部",
    "卫健委": "国家卫生健康委员会",
    "证监会": "中国证券监督管理委员会",
}
"""Everyday names of ministries."""

_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2,14}?(?:部|委员会|总局|科学院|工程院|委|局|署)(?=有|是|也|参|联|发|吗|在|没|和|、|印|署|一|共|$)"
)


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """A field that is asked for.

    Attributes:
        office: that is asked about, "" if none.
        of_the_end: whether it is asked until when, and not only whether, a policy is in force.
    """

    fact: Fact
    office: str = ""
    of_the_end: bool = False


def detect(text: str, name: str = "") -> FactQuestion | None:
    """The field of the card that `text` asks for, of the document called `name`."""
    if _BEYOND.search(text):
        return None
    for fact, pattern in _PATTERNS:
        match = pattern.search(text)
        if match and (
            fact not in _DATED or _of_the_document(text[: match.start()], name, match[0])
        ):
            office = _office(text) if fact in _OFFICES else ""
            return FactQuestion(fact, office, bool(_END_OF_LIFE.search(text)))
    return None


def _of_the_document(before: str, name: str, asked: str) -> bool:
    """Whether the words before a date name the document, and nothing that it speaks of.

    典型应用场景清单什么时候发布 asks for no date of the document, nor does 补贴什么时候发, though
    its name be …补贴管理办法.
    """
    subject = _DOCUMENT.sub("", before)
    if _PAID.search(asked) and subject and subject == before:
        return False
    return all(pair in name for pair in map("".join, pairwise(subject)))


def _office(text: str) -> str:
    for short, full in _SHORT.items():
        if short in text:
            return full
    if sent := _SENT.search(text):
        return sent[1] or sent[2]
    match = _OFFICE.search(text)
    return "" if match is None or re.search(r"哪|什么|几", match.group()) else match.group()


def values(fact: Fact, card: Card) -> tuple[Found[str], ...]:
    """What the card holds of it, in order; nothing where it is unknown."""
    match fact:
        case Fact.ISSUERS:
            return card.issuers
        case Fact.ADDRESSEES:
            return card.addressees
        case Fact.VALIDITY:
            return tuple(found for found in (card.effective, card.expires) if found)
        case Fact.NUMBER | Fact.ISSUED | Fact.PUBLISHED | Fact.URL | Fact.TITLE:
            value: Found[str] | None = getattr(card, fact.value)
            return (value,) if value else ()
