from dataclasses import replace
from pathlib import Path

import pytest

from index.clause import Place
from index.errors import ClauseNotFound, LibraryUnavailable, PolicyNotFound
from index.ingest import shipped
from index.library import Library, writing
from index.policy import read_policy
from index.tables import open_engine
from tests.makers import policy

TEXT = "# 关于平台的意见\n一、任务\n（一）建设。建设中试平台。\n（二）引进。引进人才。"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    engine = open_engine(tmp_path)
    with writing(engine) as (writer, _):
        writer.put(policy(TEXT, "平台.md"))
    return Library(engine)


def test_a_policy_comes_back_as_it_was_put(tmp_path: Path) -> None:
    (file,) = shipped().glob("*.md")
    whole = read_policy(file.read_bytes(), file.name)
    engine = open_engine(tmp_path)
    with writing(engine) as (writer, _):
        writer.put(whole)
    assert Library(engine).policy(whole.id) == whole


@pytest.mark.parametrize("place", [Place(3, (0.1, 0.25, 0.9, 0.3)), Place(paragraph=7), None])
def test_the_place_in_the_file_comes_back(tmp_path: Path, place: Place | None) -> None:
    read = policy(TEXT)
    whole = replace(read, clauses=tuple(replace(c, place=place) for c in read.clauses))
    engine = open_engine(tmp_path)
    with writing(engine) as (writer, _):
        writer.put(whole)
    library = Library(engine)
    assert library.policy(whole.id) == whole
    assert library.clause(whole.clauses[-1].id).place == place


def test_clauses_come_in_the_order_asked_for(library: Library) -> None:
    first, second = [c.id for c in policy(TEXT, "平台.md").clauses if c.unit]
    assert [c.id for c in library.clauses([second, "none", first])] == [second, first]
    assert library.clause(first).text == "（一）建设。建设中试平台。"


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryUnavailable) as caught:
        open_engine(tmp_path / "file" / "data")
    assert caught.value.hint


def test_a_damaged_database_says_so(library: Library, tmp_path: Path) -> None:
    library.close()
    (tmp_path / "library.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(LibraryUnavailable):
        library.heads()


def test_unknown_ids_are_named(library: Library) -> None:
    with pytest.raises(PolicyNotFound, match="none"):
        library.policy("none")
    with pytest.raises(ClauseNotFound, match="none"):
        library.clause("none")


def test_a_reader_sees_what_was_committed_and_nothing_else(library: Library) -> None:
    with writing(library.engine) as (writer, _):
        writer.put(policy("# 另一份\n一、甲。乙。", "另.md"))
        assert [head.name for head in library.heads()] == ["关于平台的意见"]
    assert [head.name for head in library.heads()] == ["另一份", "关于平台的意见"]


def test_what_is_remembered_of_two_revisions_is_not_mixed(library: Library) -> None:
    with library.edition() as earlier:
        before = earlier.heads()
        with writing(library.engine) as (writer, _):
            writer.put(policy("# 平台新规\n一、甲。乙。", "平台.md"))
        assert [head.name for head in library.heads()] == ["平台新规"]
        assert earlier.heads() == before
        assert earlier.policy(before[0].id).name == "关于平台的意见"
    assert library.policy(library.heads()[0].id).name == "平台新规"


def test_names_are_those_of_the_revision_that_is_read(library: Library) -> None:
    assert library.names() is library.names()
    with writing(library.engine) as (writer, _):
        writer.put(policy("# 平台管理条例\n\n第一条 甲。\n", "新.md"))
    (named,) = library.names().called("平台管理条例")
    assert named[0].source_file == "新.md"


def test_what_is_abandoned_leaves_no_trace(library: Library) -> None:
    before = library.revision()
    with writing(library.engine) as (writer, _):
        writer.put(policy("# 另一份\n一、甲。乙。", "另.md"))
        writer.abandon()
    assert library.revision() == before
    assert len(library.heads()) == 1


def test_what_a_failed_write_did_is_undone(library: Library) -> None:
    def fail_after_writing() -> None:
        with writing(library.engine) as (writer, _):
            writer.put(policy("# 另一份\n一、甲。乙。", "另.md"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_writing()
    assert len(library.heads()) == 1


def test_a_replaced_policy_leaves_no_clause_behind(library: Library) -> None:
    old = [clause.id for clause in policy(TEXT, "平台.md").clauses]
    with writing(library.engine) as (writer, _):
        writer.put(policy("# 关于平台的意见\n第一条 全新。", "平台.md"))
    left = {clause.id for clause in library.clauses(old)}
    assert left == {clause_id for clause_id in old if clause_id.endswith(".title")}
