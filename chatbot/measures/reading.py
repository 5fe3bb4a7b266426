"""A message of the chat → the profile that it gives, by rule."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from chatbot.errors import BadQuestion
from chatbot.measures.needs import needed
from chatbot.measures.profile import Organisation, Ownership, Profile, Size, Stage
from chatbot.question import Question
from index.words import content_words, places

Name = TypeVar("Name")

QUALIFICATIONS: dict[str, re.Pattern[str]] = {
    "小巨人": re.compile(r"[“\"「]?小巨人[”\"」]?"),
    "专精特新": re.compile(r"专精特新"),
    "高新技术企业": re.compile(r"(?:国家)?高新技术企业|高企|国高"),
    "龙头企业": re.compile(r"龙头|领军|链主|骨干企业|生态主导型"),
    "新型研发机构": re.compile(r"新型研发机构"),
    "科技型中小企业": re.compile(r"科技型(?:中小)?企业|科小"),
    "创新型中小企业": re.compile(r"创新型(?:中小)?企业"),
    "单项冠军": re.compile(r"单项冠军"),
    "独角兽": re.compile(r"独角兽"),
    "瞪羚": re.compile(r"瞪羚"),
}
"""Name → how it is said; 链主 and 领军 are said of the same enterprises as 龙头."""

_SIZES: dict[Size, re.Pattern[str]] = {
    Size.MICRO: re.compile(r"微型|(?<!小)微企|个体户|小作坊"),
    Size.NOT_LARGE: re.compile(r"中小微|中小型|中小企业|中小公司"),
    Size.SMALL: re.compile(r"小微|小型|小企业|小公司|小厂|规模不大|规模较小"),
    Size.MEDIUM: re.compile(r"中型|中等规模"),
    Size.LARGE: re.compile(r"大型(?=[^，。]{0,4}(?:企业|公司|集团|央企|国企))|大企业|大公司|大厂"),
}
_OWNERSHIPS: dict[Ownership, re.Pattern[str]] = {
    Ownership.CENTRAL: re.compile(r"中央企业|央企"),
    Ownership.LOCAL_STATE: re.compile(r"地方国企|市属国企|省属国企|国有企业|国企|国有控股"),
    Ownership.PRIVATE: re.compile(r"民营|私营|民企"),
    Ownership.FOREIGN: re.compile(r"外资|外商|外企|跨国公司|跨国企业|中外合资|合资企业"),
    Ownership.COLLECTIVE: re.compile(r"集体(?:所有制|企业)"),
}
_STAGES: dict[Stage, re.Pattern[str]] = {
    Stage.START: re.compile(r"初创|刚成立|新成立|刚起步|创业(?:公司|企业|团队|期|阶段)"),
    Stage.PILOT: re.compile(r"中试(?:阶段|期)|小试|样品试制|样机"),
    Stage.INDUSTRIAL: re.compile(r"产业化(?:阶段|期)?|量产|投产|规模化生产"),
    Stage.RESEARCH: re.compile(r"研发阶段|研发期|实验室阶段|攻关阶段"),
    Stage.GROWTH: re.compile(r"推广(?:阶段|期)|成长期|扩张期"),
}
_KINDS: dict[Organisation, re.Pattern[str]] = {
    Organisation.UNIVERSITY: re.compile(r"高校|[我本]校|大学(?!生)|高等院校|高等学校|学院|院校"),
    Organisation.INSTITUTE: re.compile(r"科研院所|研究所|研究院|科研机构|研究机构|研发机构"),
    Organisation.AUTHORITY: re.compile(
        r"(?:工信|经信|发改|科技|财政|商务|主管|政府|职能)部门|[工经]信[局厅委]|科技[局厅]"
        r"|发改[局委]|地方政府|[省市区县]政府|管委会|高新区|开发区|先导区"
    ),
    Organisation.FINANCE: re.compile(
        r"银行|金融机构|投资机构|创投|风投|基金公司|投资公司|保险公司|担保公司|证券公司"
    ),
    Organisation.ASSOCIATION: re.compile(r"协会|商会|学会|产业联盟|社会组织"),
    Organisation.SERVICE: re.compile(r"孵化器|(?:服务|检测|评价|转化|转移|咨询|中介)机构"),
    Organisation.PERSON: re.compile(r"科研人员|科学家|创业者|企业家|工程师|个人"),
    Organisation.ENTERPRISE: re.compile(r"企业|公司|厂商|厂家|工厂|[小大]?厂(?![房区])|集团|我司"),
}

_SELF = re.compile(
    r"我们|我(?:是|公司|企业|单位|[司厂院校所行市省区县方])|贵?单位是"
    r"|本(?:公司|企业|单位|院|校|行|协会|机构)|作为(?:一?[家个所名]|[^，。]{1,16}[，,])"
)
_ASKS = re.compile(
    r"适用|享受|受益|(?:哪|什么)[^，。？?]{0,6}(?:措施|政策|支持|扶持|好处|优惠|帮助|依据)"
    r"|(?:措施|政策|支持|扶持)[^，。？?]{0,6}(?:哪|什么)"
    r"|(?:看|对应|符合|适合|参照|关注)[^，。？?]{0,6}哪|[跟与和]我们(?:有关|相关)"
    r"|哪些(?:工作|渠道|机会|任务|职责)|什么(?:导向|机会|说法|依据)|怎么(?:参与|对接|用)|能(?:对上|参与)"
    r"|(?:要|应|应该|需要|具体)*(?:做|落实|承担|开展)(?:好|到|些)?(?:哪|什么)"
    r"|(?:能|可以?)够?(?:申请|申报|得到|获得|争取|拿到|参与|做|发挥)[^，。？?]{0,10}"
    r"(?:什么|哪|资金|补贴|补助|资助|专项|支持|扶持)"
)
_OF_ANYONE = re.compile(
    r"(?<![从向由给])(?:企业|公司|厂商|厂家|工厂|机构|高校|大学|院所|协会|团队|银行|部门)"
    r"[^，。？?]{0,4}"
    r"(?:能|可以?|应该?)?(?:够)?"
    r"(?:享受|申请|申报|得到|获得|争取|受益|(?:重点)?(?:看|对应|关注|参照|适用)哪)"
    r"|(?:地方|部门|高校|大学|院所|机构|协会|园区|银行)(?:[要应该需能可以够]|具体|重点|主要|都)*"
    r"(?:落实|做|承担|开展|推进|配合|参与|发挥|得到|负责)(?:好|到)?(?:哪|什么|啥)"
    r"|(?:企业|公司|厂商|机构|高校|院所|协会|银行|部门)[^。？?]{0,30}"
    r"(?:适用哪些?(?:措施|政策)|哪些?(?:措施|政策)适用)"
)
_ASKING = re.compile(
    r"(?:能够?|可以?|应该?|要|重点|都)*"
    r"(?:享受|申请|申报|得到|获得|争取|受益|适用|看|对应|符合|适合|关注|参照|落实|(?<!国)有)"
    r"[^，。；,;]{0,12}?(?:哪|什么|吗|[？?]|$)[^，。；,;]*|(?:哪|什么)[^，。；,;]*"
)
_DENIED = re.compile(
    r"(?<!是)(?:不是|并非|不属于|尚未|还没有?|未(?=[获取评认])|没有?(?=[获取评认]))[^，。；？?！!,;]*"
)
_LACKING = re.compile(
    r"(?<![不没])(?:缺少|缺乏|缺|急需|需要|亟需|希望|想要|想|寻求|寻找|没有|没|找不到|苦于|需求[是为：:])"
    r"(?!知道|了解|问|咨询|看)([^，。；？?！!,;]{1,40})"
    r"|([^，。；？?！!,;\s]{1,8})(?:困难|不足|短缺|紧张|不够)"
)
_QUESTION = re.compile(r"[？?吗呢哪谁几]|什么|多少|怎么|如何|为何|第.+条|原文")
_ASKED_FOR = re.compile(
    r"(?:哪些?|什么|获得|申请|争取|得到)([^，。；,;]{0,10})(?:支持|扶持|措施|政策|帮助)"
)
_ACTIVITY = re.compile(
    r"(?:主要做|主营|从事|申办|申建|运营|主打|开发了?|提供|专注于?|深耕|研发|研制|研究|生产|制造|开发|经营|产品[是为有]|做|搞)(?:的是)?"
    r"([^，。；？?！!,;\s]{2,40}?)"
    r"(?=的[^，。；,;]{0,24}(?:企业|公司|厂|机构|单位|团队|院|所|校)|的?(?:企业|公司|厂商|厂家|业务)"
    r"|的?[，。；？?！!,;\s]|的?$)"
)
_NAMED = re.compile(
    r"([^，。；？?！!,;\s]{2,40}?)(?:企业|公司|厂商|厂家|工厂|团队|厂|机构|研究院|研究所|中心|管委会)"
)
_BEING = re.compile(r"(?:我们|我司|单位|公司)是([^，。；！？,;!?]{2,20})")
_AROUND = re.compile(
    r"^(?:我司[是为]?|我们?(?:是|属于|这种?|主要|公司|企业)?|作为|一?[家个所名]|位于|在|的|[是为]|从?做|型)+"
    r"|(?:的|行业|领域|产业|方向|初创|创业|独资|控股|上市|研发|生产|制造)+$"
)
_NO_TRADE = re.compile(r"^(?:中心|机构|平台|阶段|支持|对|给|为|单位|工作|贡献|实验|试验)")


def asks_for_measures(text: str) -> bool:
    """Whether a question is which measures apply to an organisation, the asker's or another.

    What a measure is about (中试平台有哪些支持措施) is an ordinary question, and so is one that
    says nothing of whoever asks (企业能得到什么支持). `read` can read whatever passes.
    """
    return _asker(text) is not None


def _asker(text: str) -> Profile | None:
    """Whoever a question is about that asks which measures apply; None for another question."""
    own = _SELF.search(text) and _ASKS.search(text)
    if not (own or _OF_ANYONE.search(text)):
        return None
    profile = _given(text)
    return profile if profile and (own or profile.words != Organisation.ENTERPRISE) else None


def told(question: Question) -> Profile | None:
    """Of whom a question asks which measures apply; None for any other question.

    An answer to what was asked back (是专精特新，缺资金) adds to what the turns before say.
    """
    if profile := _asker(question.text):
        return profile
    earlier = [turn.content for turn in question.turns if turn.role == "user"]
    asked = [at for at, text in enumerate(earlier) if asks_for_measures(text)]
    answers = [*earlier[asked[-1] + 1 :], question.text] if asked else []
    if not answers or any(_QUESTION.search(text) or not _given(text) for text in answers):
        return None
    return read("，".join((earlier[asked[-1]], *answers)))


def read(text: str) -> Profile:
    """The profile that a message gives.

    Raises:
        BadQuestion: if it says nothing of whoever asks.
    """
    text = _DENIED.sub("", text)
    lacking = [match.group(1) or match.group(2) for match in _LACKING.finditer(text)]
    said = _LACKING.sub("", text)
    return Profile(
        description=_description(said),
        kind=_kind(said),
        size=_first(_SIZES, said),
        ownership=_first(_OWNERSHIPS, said),
        qualifications=qualifications(said),
        region=next(_places(said), ""),
        stage=_first(_STAGES, said),
        needs=tuple(dict.fromkeys(_needs(lacking, text))),
    )


def _given(text: str) -> Profile | None:
    try:
        return read(text)
    except BadQuestion:
        return None


def qualifications(text: str) -> tuple[str, ...]:
    """The names of the qualifications that a text speaks of."""
    return tuple(name for name, words in QUALIFICATIONS.items() if words.search(text))


def _kind(text: str) -> Organisation | None:
    """The last kind named in the first part of the text that names one: 高校孵化的企业."""
    for part in re.split(r"[，。；！？,;!?]", text):
        ends = {
            kind: max(match.end() for match in matches)
            for kind, words in _KINDS.items()
            if (matches := list(words.finditer(_ASKING.sub("", part))))
        }
        if ends:
            return max(ends, key=lambda kind: ends[kind])
    return None


def _first(names: Mapping[Name, re.Pattern[str]], text: str) -> Name | None:
    return next((name for name, words in names.items() if words.search(text)), None)


def _description(text: str) -> str:
    """What is made or done: after a verb that says so, or before the word for the organisation."""
    plain = _without_standing(_ASKING.sub("", text))
    for pattern in (_ACTIVITY, _NAMED, _BEING):
        for match in pattern.finditer(plain):
            words = _AROUND.sub("", match.group(1))
            if pattern is _BEING and _kind(words):
                continue
            if len(words) > 1 and content_words(words) and not _NO_TRADE.match(words):
                return words
    return ""


def _without_standing(text: str) -> str:
    """A text without what it says of size, owner, stage, qualifications and place."""
    for table in (QUALIFICATIONS, _SIZES, _OWNERSHIPS, _STAGES):
        for words in table.values():
            text = words.sub("", text)
    for place in _places(text):
        text = text.replace(place, "")
    return text


def _places(text: str) -> Iterator[str]:
    """The places that stand where one says where it is: words for places mean other things too."""
    for place in places(text):
        if re.search(rf"(?:^|[是家在于自]|地处){re.escape(place)}", text):
            yield place


def _needs(lacking: Iterable[str], text: str) -> Iterator[str]:
    """What is lacking, and what is asked about: 有哪些资金支持."""
    for phrase in lacking:
        about = _ASKING.sub("", phrase)
        if names := needed(about):
            yield from names
        elif content_words(about):
            yield about.strip("的地得")
    for match in _ASKED_FOR.finditer(text):
        yield from needed(match.group(1))
