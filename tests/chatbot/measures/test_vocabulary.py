from pathlib import Path

import pytest

from chatbot.measures.extract import Extractor
from chatbot.measures.vocabulary import load
from index.errors import UnreadableFile
from tests.makers import clause


def own(data: Path, text: str) -> Path:
    (data / "measures").mkdir()
    (data / "measures" / "fields.txt").write_text(text, encoding="utf-8")
    return data


def test_an_administrator_adds_words(tmp_path: Path) -> None:
    extractor = Extractor(load(own(tmp_path, "# 本地产业\n陶瓷: 陶瓷 建筑陶瓷\n")))
    (measure,) = extractor.measures(clause("支持建筑陶瓷企业改造。"))
    assert [term.name for term in measure.fields] == ["陶瓷"]


def test_an_administrator_s_name_for_a_wording_counts(tmp_path: Path) -> None:
    extractor = Extractor(load(own(tmp_path, "智造: 智能制造\n")))
    (measure,) = extractor.measures(clause("支持智能制造。"))
    assert [term.name for term in measure.fields] == ["智造"]


def test_a_line_that_is_no_entry_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="第 2 行"):
        load(own(tmp_path, "陶瓷: 陶瓷\n陶瓷\n"))
