from pathlib import Path

import pytest
from sqlalchemy import text

from index.again import read_cards_again
from index.clause import Card
from index.embedders import load
from index.ingest import ingest
from index.library import Library, writing
from index.tables import open_engine
from tests.makers import policy

TEXT = """# 某省关于平台的意见

**发布日期**: 2024年1月29日
**来源**: https://www.gov.cn/a
**更新时间**: 2024年2月1日

---

某省关于平台的意见

一、建设中试平台。

本意见自2020年1月1日起施行。
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A library whose cards were read by a version that knew titles alone."""
    with writing(open_engine(tmp_path)) as (writer, _):
        writer.put(policy(TEXT, "平台.md"))
        writer.connection.execute(
            text("""UPDATE policies SET name = '平台', card = json_object(
            'published', card -> 'published', 'url', card -> 'url',
            'collected', card -> 'collected')""")
        )
    return tmp_path


def card(data: Path) -> Card:
    [head] = Library(open_engine(data)).heads()
    return head.card


def test_a_card_read_again_is_that_of_the_file(data: Path) -> None:
    assert card(data).effective is None
    report = ingest(data, [], embedder=load("builtin"), rebuild=True)
    assert report.described == ["平台.md"]
    assert card(data) == policy(TEXT).card
    assert card(data).published
    [head] = Library(open_engine(data)).heads()
    assert head.name == "某省关于平台的意见"


def test_what_was_read_by_the_same_rules_is_left_alone(data: Path) -> None:
    with writing(open_engine(data)) as (writer, _):
        assert read_cards_again(writer.connection) == ["平台.md"]
        assert read_cards_again(writer.connection) == []


def test_a_correction_does_not_become_what_was_read(data: Path) -> None:
    engine = open_engine(data)
    with writing(engine) as (writer, _):
        [head] = writer.heads()
        writer.correct(head.id, {"published": ["2000-01-01"], "effective": ["2000-01-01"]})
        read_cards_again(writer.connection)
    with writing(engine) as (writer, _):
        writer.correct(head.id, {"published": None, "effective": None})
    assert card(data) == policy(TEXT).card
