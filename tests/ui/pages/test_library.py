from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.chain import Chatbot
from chatbot.records import Records
from chatbot.records.jobs import Result
from chatbot.records.keys import Scope
from chatbot.uploads import Upload
from tests.ui.asked import asked_with
from ui.pages.library import LibraryPage
from ui.pages.strings import Language, strings


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    records = Records.open(tmp_path)
    yield records
    records.close()


@pytest.fixture
def page(laws: Chatbot, records: Records) -> LibraryPage:
    return LibraryPage(laws.library, records, strings(Language.CHINESE))


def show(page: LibraryPage, words: str = "", nth: int = 0, key: str | None = None) -> str:
    """What is shown with a key; by default with an administrator's."""
    if key is None:
        key = page.records.keys.create("管理员", [Scope.ADMIN])[1]
    return page.show(words, nth, asked_with(key))


def test_every_policy_is_listed_with_its_file(page: LibraryPage) -> None:
    shown = show(page)
    for head in page.library.heads():
        assert f'href="policies/{head.id}"' in shown
        assert head.source_file in shown


def test_whether_a_policy_is_in_force_is_told(page: LibraryPage) -> None:
    states = {head.validity.state for head in page.library.heads()}
    shown = show(page)
    assert all(f">{state}</span>" in shown for state in states)


def test_words_narrow_the_list(page: LibraryPage) -> None:
    assert show(page, "民用建筑").count('class="remove"') == 1
    assert "没有符合的政策" in show(page, "<没有>")


def test_beyond_the_last_view_the_last_is_shown(page: LibraryPage) -> None:
    assert show(page, nth=99) == show(page, nth=0)


def test_a_job_tells_how_far_it_is_and_what_it_did(page: LibraryPage, records: Records) -> None:
    records.jobs.add([Upload("<b>.md", b"x")])
    assert '<span class="state queued">排队</span> 收录 &lt;b&gt;.md' in show(page)
    job = records.jobs.claim()
    assert job
    records.jobs.progress(job.id, "编制索引", 3, 8)
    assert '<progress max="8" value="3">' in show(page)
    failed = (("<b>.md", "没有文字"),)
    records.jobs.finish(job.id, Result(added=("上传/甲.md",), failed=failed))
    shown = show(page)
    assert "新收录 1 份，1 个文件未能处理" in shown
    assert "&lt;b&gt;.md：没有文字" in shown


@pytest.mark.parametrize(("scopes", "forms"), [([Scope.ADMIN], 1), ([Scope.ASK, Scope.READ], 0)])
def test_with_keys_only_an_administrator_sees_it(
    page: LibraryPage, records: Records, scopes: list[Scope], forms: int
) -> None:
    key = records.keys.create("某人", scopes)[1]
    assert show(page, key=key).count('id="upload"') == forms
    assert 'id="upload"' not in show(page, key="")
    assert 'name="key"' in show(page, key="")


def test_without_any_key_it_is_said_how_to_make_one(page: LibraryPage) -> None:
    assert "chatbot keys create" in show(page, key="")
