"""What organisations need and measures give: the same thing in the words of either side."""

import re
from functools import cache

NEEDS: dict[str, re.Pattern[str]] = {
    "资金": re.compile(
        r"资金|经费|缺钱|没钱|融资|贷款|补贴|补助|奖励|投资|基金|资本|金融|信贷|财税|税收|风险补偿|拨备"
    ),
    "人才": re.compile(r"人才|人手|招人|招聘|引才|工程师|科学家|团队|职称|技能"),
    "场景": re.compile(r"场景|试验场|试点|订单|客户|示范应用|应用示范|场地"),
    "平台": re.compile(
        r"平台|中试|验证|检测|测试|试制|实验室|试验(?:设备|场地|环境)|仪器|设备|孵化"
    ),
    "技术攻关": re.compile(r"攻关|研发|核心技术|关键技术|联合体|产学研|科技项目|重大专项"),
    "成果转化": re.compile(r"转化|首台|首批次|推广|目录|展会|对接|交易"),
    "标准与专利": re.compile(r"标准|专利|知识产权|对标"),
    "数据与算力": re.compile(r"算力|数据|基础设施|网络"),
    "国际合作": re.compile(r"国际|出海|走出去|海外市场|出口"),
    "产业链": re.compile(r"产业链|供应链|配套|上下游|集聚|先导区|园区"),
}
"""Name → the words that either side has for it."""


def needed(text: str) -> tuple[str, ...]:
    """The names of what a text speaks of."""
    return tuple(name for name, words in NEEDS.items() if words.search(text))


def wording(need: str) -> re.Pattern[str] | None:
    """The words that meet a need of one of the names, or that speaks of one; None for another."""
    names = (need,) if need in NEEDS else needed(need)
    return _any_of(names) if names else None


@cache
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(NEEDS[name].pattern for name in names))
