"""What a sentence calls by name: quotations, titles, document numbers, bodies, places, persons."""

import re
from collections.abc import Iterator

from index.words import nouns, places

_QUOTES = {"“": "”", "「": "」", "『": "』", "‘": "’", "《": "》", "〈": "〉"}
_QUOTE_MARKS = re.compile("[“”‘’\"'「」『』]")
_TITLE = re.compile(r"《[^《》]*》")
_STOPS = "。,，、;；.!?！？:："
_LATIN = re.compile(r"[a-z0-9]*[a-z][a-z0-9]*")
_DOCUMENT_NUMBER = re.compile(r"([\u4e00-\u9fff]{0,12})[〔\[(【]((?:19|20)\d\d)[〕\])】]第?(\d+)号")
_BODY = re.compile(
    r"(?=([\u4e00-\u9fff]{2}(?:委员会|总局|部|局|委|厅|署|院|银行|基金|公司|集团|大学|协会|学会|商会|联盟|法院|政府)))"
)
# These end like the name of a body and are none.
_NO_BODY = re.compile(
    r"(?:[全内外干总各东西中局支]部|俱乐部|部[分件位门署委属队]|[布格结当平]局|局[限面部势]|[部签]署|[原党]委|委托|院[所校士]"
    r"|[学医法剧影书]院|署名|政府部门|[各本该此]政府|有关部|会同有关)$"
)
_KIND_OF_BODY = re.compile(
    r"(?:民营|私营|国有|中央|地方|各级|中小微?|小微|大型|外资|外商|外国|国外|国内|龙头|领军|初创|链主|上市|跨国|科技型?|高新技术|专精特新"
    r"|政策性|商业|金融|社会|行业|新型研发|科研|研究|中介|服务|事业|用人|监管|主管|有关)"
    r"(?:企业|公司|机构|银行|组织|单位|部门|院所|协会|资本)|高校|高等学校|银行|地方(?!特色)"
)
_ROLE = (
    r"劳动者|用人单位|用工单位|职工|申请人|被申请人|当事人|经营者|消费者|出租人|承租人|债权人|债务人|投保人|保险人"
    r"|发包人|承包人|买受人|出卖人|委托人|受托人|监护人|纳税人|代理人|公民|法人|主管部门|人民政府|人民法院|人民检察院|公安机关|行政机关"
)
_ACTOR = re.compile(f"{_KIND_OF_BODY.pattern}|{_ROLE}")
_PART = re.compile(rf"([向对给]|(?<![理自缘事])由)({_ROLE}|{_KIND_OF_BODY.pattern})")
_TITLE_OF_PERSON = re.compile(
    r"[部省市县局处科厅院校会]长|主任|书记|总理|总统|(?<!国家)主席|教授|院士|先生|女士|同志|董事长|总裁|发言人|专家组"
)
_SURNAME = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏钟汪姜范方石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙"
    "万段雷钱汤尹黎武乔贺赖龚"
)
_PERSON = re.compile(
    rf"(?:^|[由经与和、,是任为请据找向对])([{_SURNAME}][\u4e00-\u9fff]{{1,2}}?)"
    r"(?=表示|指出|说|强调|认为|负责|牵头|主持|担任|宣布|透露|签发|等|,|$)"
)
# jieba's dictionary tags these as places.
_NO_PLACE = re.compile(
    r"城市|城镇|新建|爱国|福利|普及|治安|伦理|深度|入口|中断|海洋|外国|上市"
    r"|入市|上岗|宜居|都市|城建|湖泊|山区|深海|临街|遮阳"
)
# Whoever sums up needs these, and they claim nothing.
_GENERAL = re.compile(
    r"方面|层面|角度|环节|领域|情况|过程|阶段|内容|方向|目标|任务|力度|环境|条件|能力|水平|作用|方式|手段|途径"
    r"|资金|企业|单位|机构|项目|材料|政策|文件|条款|规定|国家|社会|需求|成果|重点|关键|核心|基础|整体|总体|工作|活动"
    r"|对象|目的|前提|范围|期限|费用|要点|原则|思路|路径|主体|群体|事项|方案|部分|类型|一方|双方|时候|主要|具体|相关|有关"
)
# What is worth money or hurts must be said in so many words.
_HARD = re.compile(
    r"补贴|补助|奖励|翻番|倍增|资助|奖补|贴息|减免|免征|免收|免缴|免除|退税|免费|无偿|免税|优惠|罚款|处罚|拨款|配套资金|没收|吊销|拘留|有期徒刑|赔偿"
    r"|贷款|租金|审批|备案|许可|试用期|独家|唯一|首个|第一名"
)


def quotations(text: str) -> list[str] | None:
    """What stands in quotation marks and 《》, inner ones too; None where a mark has no partner.

    A full stop that a writer puts before the closing mark is left out.
    """
    opened: list[tuple[str, int]] = []
    found: list[str] = []
    for at, char in enumerate(text):
        if opened and char == opened[-1][0]:
            found.append(text[opened.pop()[1] : at].rstrip(_STOPS))
        elif char in _QUOTES or char == '"':
            opened.append((_QUOTES.get(char, char), at + 1))
        elif char in _QUOTES.values():
            return None
    return None if opened else found


def unquoted(text: str) -> str:
    """A text without its quotation marks."""
    return _QUOTE_MARKS.sub("", text)


def untitled(text: str) -> str:
    """A text without the titles that it names."""
    return _TITLE.sub("", text)


def latin(text: str) -> set[str]:
    """Words and designations with a Latin letter, such as 6g."""
    return set(_LATIN.findall(text.lower()))


def bodies(text: str) -> set[str]:
    """Names of bodies by their last characters: 商务部, 税务总局; kinds of bodies: 民营企业."""
    ends = (match.group(1) for match in _BODY.finditer(text))
    return {end for end in ends if not _NO_BODY.search(end)} | kinds_of_body(text)


def kinds_of_body(text: str) -> set[str]:
    """Bodies in general: 龙头企业, 政策性银行, 高校."""
    return set(_KIND_OF_BODY.findall(text))


def actors(text: str) -> list[str]:
    """Who acts or is acted upon, in order: bodies in general and parties, such as 劳动者."""
    return _ACTOR.findall(text)


def begins_with_actor(text: str) -> bool:
    """Whether the words of a text that come first are an actor's."""
    return bool(_ACTOR.match(text))


def parts(text: str) -> set[tuple[str, str]]:
    """What part an actor is said to have: 由经营者 is by him, 向经营者 is to him."""
    return {("by" if mark == "由" else "to", actor) for mark, actor in _PART.findall(text)}


def things(text: str) -> Iterator[str]:
    """Nouns, but for the general ones."""
    return (noun for noun in nouns(text) if not _GENERAL.fullmatch(noun))


def others(text: str) -> Iterator[str]:
    """Places, persons, ranks, and what is granted or imposed."""
    yield from (place for place in places(text) if not _NO_PLACE.fullmatch(place))
    yield from _TITLE_OF_PERSON.findall(text)
    yield from _PERSON.findall(text)
    yield from _HARD.findall(text)


def numbered_as(text: str, ground: str) -> bool:
    """Whether every document number of `text` stands in `ground`, its whole name included."""
    known = [match.groups() for match in _DOCUMENT_NUMBER.finditer(ground)]
    return all(
        any((year, number) == (y, n) and _ends_alike(name, other) for other, y, n in known)
        for name, year, number in (match.groups() for match in _DOCUMENT_NUMBER.finditer(text))
    )


def _ends_alike(name: str, other: str) -> bool:
    """Whether one of two names is the end of the other: what stands before is running text."""
    return bool(name and other) and (name.endswith(other) or other.endswith(name))
