"""Questions from policies without labels."""

from pathlib import Path

import pytest

from index.errors import UnreadableFile
from index.evaluation.gold import locate, missing
from index.evaluation.heldout import HEADING, SENTENCE, cases_of
from index.evaluation.questions import Article
from index.search import Searcher

FILE = "法/工资法(2020-01-01).md"


def test_a_heading_asks_for_every_clause_below_it(folder: Path) -> None:
    made = {case.question: case.gold for case in cases_of(folder) if case.kind == HEADING}
    assert made == {
        "工资支付": (Article(FILE, "第一条"), Article(FILE, "第二条")),
        "采伐许可制度": (Article("林木.md", "一、（一）"), Article("林木.md", "一、（二）")),
    }


def test_a_heading_that_two_laws_share_asks_nothing_but_versions_are_one_law(
    folder: Path, tmp_path: Path
) -> None:
    text = (folder / FILE).read_text(encoding="utf-8")
    for name, title in (("甲", "甲法"), ("甲(2021)", "甲法（2021修正）"), ("乙", "乙法")):
        law = text.replace("工资法", title)
        if title != "乙法":
            law = law.replace("第一章 工资支付", "第一章 甲章独有")
        law = law.replace("第二章 附则", "第二章 法律责任")
        (tmp_path / f"{name}.md").write_text(law, encoding="utf-8")
    made = {c.question: len(c.gold) for c in cases_of(tmp_path) if c.kind == HEADING}
    assert made == {"甲章独有": 4, "工资支付": 2}


def test_a_sentence_is_asked_without_the_laws_name(folder: Path) -> None:
    made = {case.question: case.gold for case in cases_of(folder) if case.kind == SENTENCE}
    assert made["用人单位能不能克扣劳动者的工资报酬？"] == (Article(FILE, "第二条"),)
    assert made["按月以货币形式支付工资是怎么规定的？"] == (Article(FILE, "第一条"),)
    assert made["各地实行采伐许可网上办理有什么支持？"] == (Article("林木.md", "一、（二）"),)
    assert not any("工资法" in question or "本法" in question for question in made)


def test_a_seed_gives_the_same_questions(tmp_path: Path) -> None:
    pieces = (
        f"第{n}条 单位应当办理第{n}种事项登记，并按照规定公开办理结果。"
        for n in "一二三四五六七八九"
    )
    (tmp_path / "法.md").write_text("# 登记法\n\n" + "\n\n".join(pieces), encoding="utf-8")
    assert cases_of(tmp_path, 1) == cases_of(tmp_path, 1)
    assert any(cases_of(tmp_path, 0) != cases_of(tmp_path, seed) for seed in range(1, 5))


def test_everything_asked_is_in_an_index_of_the_folder(folder: Path, searcher: Searcher) -> None:
    cases = cases_of(folder)
    assert missing(locate(cases, searcher.library)) == []


def test_a_folder_that_gives_no_question_is_refused(tmp_path: Path) -> None:
    (tmp_path / "图.png").write_bytes(b"\x89PNG")
    with pytest.raises(UnreadableFile, match="得不到评测问题"):
        cases_of(tmp_path)
