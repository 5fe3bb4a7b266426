"""How a sentence stands to what it says: denied or not, obliged or free, more or less."""

import re
from itertools import pairwise

_AFFIRMED = re.compile(
    r"未来|不[断仅但同少论管确良足限久]|不动产|不可或缺|无[人线论缝形]|无障碍|非[常公遗]|非物质|除非|免疫|难免|是否|与否"
)
_DENIAL = re.compile(
    r"不得不|(?:禁止|严禁|不得|不能|不可以?|不予|不应当?|不再|不需要?|不必|不用|不会|不准|不许|无须|无需|无权|无法|没有|未经|未|不|无|没|勿|非|免于|免"
    r"|拒绝|停止|取消|杜绝|切勿)"
)
_REACH = 4
"""Characters after a denial that are surely denied."""
_CLAUSE = re.compile(r"[,;:。!?\n、]")

_GROUPS = tuple(
    re.compile(pattern)
    for pattern in (
        r"必须|(?<![供响适相效反对感顺])应(?![用急对届激变力])|(?<![必])须|务必|务求|一律|强制|有义务|不得|必需|责令",
        r"保证|承诺|一定(?!程)|必将|必然|必定|肯定会?|担保|兜底",
        r"确保",
        r"所有|全部|一切|任何|全体|每[一个家户人名项]|均可|都可|无条件|人人",
        r"仅|只[有限能需要]|唯有|除外|例外",
        r"以上|不[少低]于|不小于|至少|最低|最少|下限|起码|满",
        r"以下|以内|之内|不[超多高]过?于?|不大于|至多|最多|最高|上限",
        r"(?<!不)超过|[高大多]于",
        r"(?<!不)[低少小]于|不足|[未不]满",
        r"增[加长强进大]|提[高升]|扩大|加[大强快速深]|上[升调浮]|延长|拓[展宽]|深化|壮大|增量",
        r"减[少弱轻慢小缓]|降低|缩[小短减]|下[降调浮]|削[弱减]|放[缓慢]|收紧|压缩|淘汰|弱化|放[松宽]|推迟|延[缓期]",
        r"废[止除]|撤[销回]|终止|中止|暂[停缓]|叫停|关闭|退出",
        r"无[须需]|不必|不用|不需要?|免[于除交收征缴]|豁免",
        r"禁止|严禁|限制|不得|不准|不许|抑制|遏制|阻[止碍]|排除|压制",
        r"惩[罚处戒]|处[罚分]|打击|追究|剥夺|制裁",
        r"之前|以前|前(?=完成|建成|形成)",
        r"之后|以后",
        r"已经?(?=建|形|完|突|实|培|制|打|开|设|组|成)|率先|领先|首(?:次|创)",
    )
)
"""A word of one of these is supported by any word of the same group."""
_SOFT = re.compile(r"鼓励|支持|引导|探索|倡导|推动|可以|提倡|促进|有条件|适时")
_DEMAND = re.compile(r"要求|需要|需(?!求)|责成|强令|规定.{0,12}(?:要|需)")
_FREE = re.compile(r"可以|可(?=[申自享选不免])|允许|有权|自愿|准许|无需|无须|不必|鼓励")
_BOUND = re.compile(r"必须|应当|不得|禁止|严禁|一律|务必|(?<!必)须")


def agrees(text: str, ground: str) -> bool:
    """Whether `text` denies, obliges and compares no otherwise than the sentence it rests on."""
    return (
        all(not group.search(text) or group.search(ground) for group in _GROUPS)
        and not (_DEMAND.search(text) and _SOFT.search(ground) and not _DEMAND.search(ground))
        and not (_FREE.search(text) and _BOUND.search(ground) and not _FREE.search(ground))
        and _denies_alike(text, ground)
    )


def _denies_alike(text: str, ground: str) -> bool:
    denied, said = _sides(ground)
    only_denied, only_said = denied - said, said - denied
    for clause in _clauses(text):
        free, *reached = _DENIAL.split(clause)
        heads = [_bigrams(words[:_REACH]) for words in reached]
        if any(head & only_said and not head & denied for head in heads):
            return False
        if reached and not _DENIAL.search("".join(_clauses(ground))):
            return False
        if len(_bigrams(free) & only_denied) > len(_bigrams(free) & said):
            return False
    return True


def _sides(text: str) -> tuple[set[str], set[str]]:
    """The bigrams that a denial reaches, to the end of its clause, and all others."""
    denied: set[str] = set()
    said: set[str] = set()
    for clause in _clauses(text):
        free, *reached = _DENIAL.split(clause)
        said |= _bigrams(free)
        for words in reached:
            denied |= _bigrams(words)
    return denied, said


def _clauses(text: str) -> list[str]:
    return _CLAUSE.split(_AFFIRMED.sub("", text))


def _bigrams(words: str) -> set[str]:
    return set(map("".join, pairwise(words)))
