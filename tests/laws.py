"""Laws whose names resemble each other: versions, parts of one text, namesakes of two cities."""

from collections.abc import Sequence
from pathlib import Path

_ORDINALS = ("一", "二", "三", "四", "五")


def law(title: str, note: str, articles: Sequence[str]) -> str:
    numbered = [f"第{at}条 {text}" for at, text in zip(_ORDINALS, articles, strict=False)]
    return "\n\n".join((f"# {title}", note, "<!-- INFO END -->", *numbered)) + "\n"


FILES = {
    "公司法(2018-10-26).md": law(
        "中华人民共和国公司法",
        "2018年10月26日 第十三届全国人民代表大会常务委员会第六次会议修正",
        ["旧法为了规范公司的组织。", "旧法所称公司，是指有限责任公司。", "旧法保护公司财产。"],
    ),
    "公司法(2023-12-29).md": law(
        "中华人民共和国公司法",
        "2023年12月29日 第十四届全国人民代表大会常务委员会第七次会议修订",
        ["为了规范公司的组织。", "公司，是指有限责任公司。", "公司有独立的法人财产。"],
    ),
    "公司法司法解释三.md": law(
        "最高人民法院关于适用《中华人民共和国公司法》若干问题的规定（三）",
        "2011年1月27日 最高人民法院审判委员会第1504次会议通过",
        ["设立公司签署章程的人是发起人。", "发起人承担合同责任。", "公司承担责任。"],
    ),
    "北京市安全生产条例.md": law(
        "北京市安全生产条例",
        "2022年5月25日 北京市人民代表大会常务委员会通过",
        ["北京加强安全生产。", "北京适用本条例。", "北京坚持预防为主。"],
    ),
    "上海市安全生产条例.md": law(
        "上海市安全生产条例",
        "2021年10月28日 上海市人民代表大会常务委员会通过",
        ["上海加强安全生产。", "上海适用本条例。", "上海坚持预防为主。"],
    ),
    "民用建筑节能条例.md": law(
        "民用建筑节能条例",
        "2008年7月23日 国务院第18次常务会议通过",
        ["为了加强民用建筑节能管理。", "民用建筑节能，是指降低能耗。", "各级政府加强领导。"],
    ),
    "民法典/总则编.md": law(
        "中华人民共和国民法典", "2020年5月28日 通过", ["为了保护民事主体。", "调整民事关系。"]
    ),
    "民法典/人格权编.md": (
        "# 中华人民共和国民法典\n\n2020年5月28日 通过\n\n<!-- INFO END -->\n\n"
        "第九百八十九条 本编调整人格权关系。\n\n第九百九十条 人格权是生命权等权利。\n"
    ),
}


def write(folder: Path) -> None:
    """Put the files into a folder."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
