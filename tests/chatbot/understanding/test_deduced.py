from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatbot.understanding.deduced import deduced
from chatbot.understanding.subject import Subject
from index.embedders import load
from index.ingest import ingest
from index.library import Library
from index.tables import open_engine
from tests.laws import law

Deduce = Callable[[str], Subject]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Three policies, of three, four and five articles."""
    folder, data = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("data")
    for title, note, count in (
        ("停车办法", "2024年1月1日 市政府发布", 3),
        ("养犬条例", "2024年3月1日 市人大常委会修订", 4),
        ("供水条例", "2024年2月1日 市人大常委会通过", 5),
    ):
        text = law(title, note, [f"{title}之{at}。" for at in range(count)])
        (folder / f"{title}.md").write_text(text, encoding="utf-8")
    ingest(data, [folder], embedder=load("builtin"))
    library = Library(open_engine(data))
    yield library
    library.close()


@pytest.fixture
def deduce(library: Library) -> Deduce:
    return lambda text: deduced(text, Subject(candidates=tuple(library.heads())), library)


def test_the_only_one_that_has_a_clause_is_meant(deduce: Deduce) -> None:
    assert [head.name for head in deduce("第五条").policies] == ["供水条例"]


def test_of_several_those_are_left_that_have_it(deduce: Deduce) -> None:
    about = deduce("第四条的原文")
    assert about.policies == ()
    assert {head.name for head in about.candidates} == {"养犬条例", "供水条例"}


def test_where_none_has_it_any_may_be_meant(deduce: Deduce, library: Library) -> None:
    about = deduce("第九十条")
    assert (about.policies, about.candidates) == ((), tuple(library.heads()))


@pytest.mark.parametrize("text", ["本条例第五条", "这个办法第五条", "意见第五条"])
def test_what_is_said_of_the_policy_is_not_passed_over(
    deduce: Deduce, library: Library, text: str
) -> None:
    about = deduce(text)
    assert (about.policies, about.candidates) == ((), tuple(library.heads()))


def test_what_is_no_longer_in_force_is_not_taken_for_meant(tmp_path: Path) -> None:
    folder, data = tmp_path / "files", tmp_path / "data"
    folder.mkdir()
    for date, count in (("2018-01-01", 5), ("2024-01-01", 3)):
        note = f"{date[:4]}年1月1日 市人大常委会通过"
        text = law("养犬条例", note, [f"养犬之{at}。" for at in range(count)])
        (folder / f"养犬条例({date}).md").write_text(text, encoding="utf-8")
    ingest(data, [folder], embedder=load("builtin"))
    library = Library(open_engine(data))
    about = deduced("第五条", Subject(candidates=tuple(library.heads())), library)
    assert (about.policies, about.candidates) == ((), tuple(library.heads()))
    library.close()
