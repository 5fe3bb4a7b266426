from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from index.errors import PolicyNotFound
from index.library import Library, writing
from index.policy import policy_id
from index.tables import open_engine
from index.validity import State
from tests.makers import policy

FILE = "平台.md"
ID = policy_id(FILE)
TEXT = "# 某省关于平台的意见\n一、任务\n建设中试平台。\n本意见自2020年1月1日起施行。"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = open_engine(tmp_path)
    put(engine, TEXT)
    return engine


def put(engine: Engine, said: str) -> None:
    with writing(engine) as (writer, _):
        writer.put(policy(said, FILE))


def correct(engine: Engine, **said: list[str] | None) -> None:
    with writing(engine) as (writer, _):
        writer.correct(ID, said)


def test_an_open_library_tells_a_correction_at_once(engine: Engine) -> None:
    library = Library(engine)
    assert library.head(ID).validity.state is State.IN_FORCE
    correct(engine, validity=["已废止"], replaced_by=["新意见"])
    head = library.head(ID)
    assert head.validity.state is State.REPEALED
    assert head.validity.replaced_by
    assert head.validity.replaced_by.title == "《新意见》"
    assert head.corrected == ("replaced_by", "validity")


def test_a_correction_outlives_new_versions_of_the_file(engine: Engine) -> None:
    correct(engine, effective=["2021-05-01"])
    put(engine, TEXT.replace("2020年1月1日", "2020年3月1日"))
    effective = Library(engine).policy(ID).card.effective
    assert effective
    assert (effective.value, effective.corrected) == ("2021-05-01", True)


def test_taken_back_what_was_read_is_there_again(engine: Engine) -> None:
    before = Library(engine).head(ID)
    correct(engine, effective=["2021-05-01"], kind=["通知"], title=["关于平台的通知"])
    assert Library(engine).head(ID).name == "关于平台的通知"
    correct(engine, effective=None, kind=None, title=None)
    assert Library(engine).head(ID) == before


def test_a_field_may_be_said_to_be_empty(engine: Engine) -> None:
    correct(engine, effective=[], subjects=[])
    head = Library(engine).head(ID)
    assert (head.card.effective, head.card.subjects) == (None, ())
    assert head.corrected == ("effective", "subjects")


def test_a_policy_that_is_not_there_cannot_be_corrected(engine: Engine) -> None:
    with pytest.raises(PolicyNotFound), writing(engine) as (writer, _):
        writer.correct("none", {"kind": ["通知"]})


def test_a_library_of_an_earlier_version_opens_answers_and_is_corrected(
    engine: Engine, tmp_path: Path
) -> None:
    """Its cards had five fields, of three values each, and there were no corrections."""
    old = '{"title": ["关于平台的意见", 2, 9], "number": null, "issuers": [["某省", 2, 4]]}'
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE corrections"))
        connection.execute(text("DROP TABLE library_revision"))
        connection.execute(text("UPDATE policies SET card = :card"), {"card": old})
    again = open_engine(tmp_path)
    head = Library(again).head(ID)
    assert head.card.title
    assert (head.card.title.confidence, head.card.kind, head.card.subjects) == (1.0, None, ())
    assert [clause.number for clause in Library(again).policy(ID).clauses if clause.unit]
    correct(again, kind=["意见"])
    assert Library(again).head(ID).corrected == ("kind",)
