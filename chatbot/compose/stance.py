"""How a sentence stands to what it says: denied or not, obliged or free, more or less.

A word that denies, obliges or permits governs what follows it, to the end of its clause or to the
next such word; what a text governs so must be governed alike in the sentence that it rests on.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

_AFFIRMED = re.compile(
    r"未来|未成年|不[断仅但同少论管确良足限久]|不动产|不可或缺|无[人线论缝形]|无固定|无障碍|非[常公遗]|非物质|除非|免疫|难免|是否|与否"
)
_GOVERNING = re.compile(
    r"(?P<denied>不得不|禁止|严禁|不[得能准许会必用]|不可以?|不应当?|不需要?|无[须需权法]|没有|切勿|免于|拒绝|停止|取消|杜绝|[未不无没勿非免])"
    r"|(?P<obliged>必须|应当|务必|一律|(?<![供响适相效反对感顺])应(?![用急对届激变力])|(?<![必])须)"
    r"|(?P<free>可以|可(?=[申自享选])|有权|允许|准许|自愿)"
)
_MODAL = re.compile(r"[得能可予应再经]")
_CLAUSE = re.compile(r"[,;:。!?\n、]")

_GROUPS = tuple(
    re.compile(pattern)
    for pattern in (
        r"必须|(?<![供响适相效反对感顺])应(?![用急对届激变力])|(?<![必])须|务必|务求|一律|强制|有义务|不得|必需|责令",
        r"保证|承诺|一定(?!程)|必将|必然|必定|肯定会?|担保|兜底",
        r"确保",
        r"所有|全部|一切|任何|全体|每[一个家户人名项]|均可|都可|无条件|人人",
        r"仅|只[有限能需要]|唯有|除外|例外",
        r"增[加长强进大]|提[高升]|扩大|加[大强快速深]|上[升调浮]|延长|拓[展宽]|深化|壮大|增量",
        r"减[少弱轻慢小缓]|降低|缩[小短减]|下[降调浮]|削[弱减]|放[缓慢松宽]|收紧|压缩|淘汰|弱化|推迟|延[缓期]",
        r"废[止除]|撤[销回]|终止|中止|暂[停缓]|叫停|关闭|退出",
        r"无[须需]|不必|不用|不需要?|免[于除交收征缴]|豁免",
        r"禁止|严禁|限制|不得|不准|不许|抑制|遏制|阻[止碍]|排除|压制",
        r"惩[罚处戒]|处[罚分]|打击|追究|剥夺|制裁",
        r"予以|应予",
        r"之前|以前|前(?=完成|建成|形成)",
        r"之后|以后",
        r"已经?(?=建|形|完|突|实|培|制|打|开|设|组|成)|率先|领先|首(?:次|创)",
    )
)
"""A word of one of these is supported by any word of the same group."""
_SOFT = re.compile(r"鼓励|支持|引导|探索|倡导|推动|可以|提倡|促进|有条件|适时")
_DEMAND = re.compile(r"要求|需要|需(?!求)|责成|强令|规定.{0,12}(?:要|需)")
_FREE = re.compile(r"可以|可(?=[申自享选不免])|允许|有权|自愿|准许|鼓励")
_BOUND = re.compile(r"必须|应当|不得|禁止|严禁|一律|务必|(?<!必)须")
_RANKED = re.compile(r"[\u4e00-\u9fff]{2}以[上下]")


def agrees(text: str, ground: str) -> bool:
    """Whether `text` denies, obliges and compares no otherwise than the sentence it rests on."""
    return (
        all(not group.search(text) or group.search(ground) for group in _GROUPS)
        and not (_DEMAND.search(text) and _SOFT.search(ground) and not _DEMAND.search(ground))
        and not (_FREE.search(text) and _BOUND.search(ground) and not _FREE.search(ground))
        and all(ranked in ground for ranked in _RANKED.findall(text))
        and _governs_alike(text, ground)
        and _keeps_denials(text, ground)
    )


def _governs_alike(text: str, ground: str) -> bool:
    known: dict[str, set[str]] = defaultdict(set)
    for kind, words in _governed(ground):
        for bigram in _bigrams(words):
            known[bigram].add(kind)
    kinds = {kind for kind, _ in _governed(ground)}
    for kind, words in _governed(text):
        if kind == "denied" and kind in known.get(_head(words), ()):
            continue
        found = [known[bigram] for bigram in _bigrams(words) if bigram in known]
        alike = sum(_is_alike(kind, others) for others in found)
        if 2 * alike < len(found) or (not found and not _is_alike(kind, kinds)):
            return False
        if kind == "denied" and not found and len(words) > 1:
            return False
    return True


def _is_alike(kind: str, others: set[str]) -> bool:
    if kind == "free":
        return not others <= {"obliged", "denied"} or not others
    return kind in others or not kind


def _keeps_denials(text: str, ground: str) -> bool:
    """Whether what is denied, and only denied or denied of the same, is denied in the text too."""
    affirmed = {b for kind, words in _governed(ground) if kind != "denied" for b in _bigrams(words)}
    denied = {b for kind, words in _governed(text) if kind == "denied" for b in _bigrams(words)}
    said = {b for kind, words in _governed(text) if kind != "denied" for b in _bigrams(words)}
    heads = {_head(words) for kind, words in _governed(ground) if kind == "denied"}
    if (heads - affirmed) & (said - denied):
        return False
    text = _AFFIRMED.sub("", text)
    for before, head in _denials(ground):
        between = re.search(f"{re.escape(before)}(.{{0,3}}?){re.escape(head)}", text)
        if between and not any(m["denied"] for m in _GOVERNING.finditer(between[1])):
            return False
    return True


def _denials(text: str) -> Iterator[tuple[str, str]]:
    """Denying words by the two characters before and after."""
    for (_, before), (kind, words) in pairwise(_governed(text)):
        if kind == "denied" and len(before) > 1:
            yield before[-2:], _head(words)


def _head(words: str) -> str:
    return words[1:3] if _MODAL.match(words) else words[:2]


def _governed(text: str) -> Iterator[tuple[str, str]]:
    """Kinds of governing words, "" for none, each with what it governs."""
    for clause in _CLAUSE.split(_AFFIRMED.sub("", text)):
        kind, start = "", 0
        for match in _GOVERNING.finditer(clause):
            yield kind, clause[start : match.start()]
            kind, start = str(match.lastgroup), match.end()
        yield kind, clause[start:]


def _bigrams(words: str) -> list[str]:
    return list(map("".join, pairwise(words)))
