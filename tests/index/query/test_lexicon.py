from pathlib import Path

import pytest

from index.errors import UnreadableFile
from index.query.lexicon import OWN, Lexicon, load, read_rows

ROWS = [("工业和信息化部", "工信部"), ("人工智能", "AI"), ("劳动者", "我"), ("资金", "经费支持")]


def terms(lexicon: Lexicon, text: str) -> list[str]:
    return [synonym.term for synonym in lexicon.synonyms(text)]


def test_a_wording_leads_to_the_term() -> None:
    assert terms(Lexicon(ROWS), ("工信部的经费支持")) == ["工业和信息化部", "资金"]


def test_a_term_that_is_there_is_not_added() -> None:
    assert terms(Lexicon(ROWS), ("工信部即工业和信息化部")) == []


def test_a_latin_wording_stands_alone() -> None:
    lexicon = Lexicon(ROWS)
    assert terms(lexicon, ("用ＡＩ做")) == ["人工智能"]
    assert terms(lexicon, ("email")) == []


def test_a_single_character_means_too_many_things() -> None:
    assert terms(Lexicon(ROWS), ("我们")) == []


def test_of_wordings_that_begin_together_the_longest_counts() -> None:
    lexicon = Lexicon([("甲", "补贴"), ("乙", "补贴政策")])
    assert terms(lexicon, ("补贴政策")) == ["乙"]


def test_what_is_part_of_a_term_is_no_wording() -> None:
    lexicon = Lexicon([("互联网", "联网"), ("车联网", "智能车队")])
    assert terms(lexicon, ("设备联网")) == ["互联网"]
    assert terms(lexicon, ("车联网怎么建")) == []


def test_a_word_that_was_a_term_before_stays_itself() -> None:
    lexicon = Lexicon([("车联网", "V2X"), ("智能网联汽车", "车联网"), ("智能网联汽车", "自动驾驶")])
    assert terms(lexicon, ("车联网")) == []
    assert terms(lexicon, ("自动驾驶")) == ["智能网联汽车"]


def test_an_administrator_adds_words_in_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text("# 本市\n海洋产业示范区：蓝色谷 蓝谷\n", encoding="utf-8")
    assert terms(load(tmp_path), ("蓝谷在哪里")) == ["海洋产业示范区"]
    assert terms(load(), ("蓝谷在哪里")) == []


def test_what_ships_knows_abbreviations_english_and_everyday_words() -> None:
    lexicon = load()
    assert "工业和信息化部" in terms(lexicon, "工信部管什么")
    assert "脑机接口" in terms(lexicon, "BCI 怎么支持")
    assert "解除劳动合同" in terms(lexicon, "被老板炒鱿鱼了")
    assert len(lexicon) > 1_000


@pytest.mark.parametrize("line", ["没有冒号", "只有词条：", "：只有说法"])
def test_a_malformed_line_is_named(line: str) -> None:
    with pytest.raises(UnreadableFile, match=r"lexicon.txt 第 2 行"):
        list(read_rows(f"甲: 乙乙\n{line}", OWN))


def test_a_byte_order_mark_is_no_part_of_a_term(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text("海洋产业示范区: 蓝谷", encoding="utf-8-sig")
    assert terms(load(tmp_path), ("蓝谷")) == ["海洋产业示范区"]


def test_a_file_in_another_encoding_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text("海洋产业示范区: 蓝谷", encoding="gb18030")
    with pytest.raises(UnreadableFile) as caught:
        load(tmp_path)
    assert "UTF-8" in caught.value.hint
