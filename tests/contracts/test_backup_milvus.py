"""Back-up and putting back where the index is with a Milvus server, which a back-up has not."""

from contextlib import closing
from pathlib import Path
from secrets import token_hex

import pytest
from pymilvus import MilvusClient

from chatbot.backup import back_up, restore
from chatbot.doctor import Finding, State, examine
from chatbot.question import Question
from chatbot.settings import Settings
from chatbot.wiring import open_chatbot, open_embedder, open_ingest
from index.errors import IndexDamaged

QUESTION = Question("中试平台怎么建")


@pytest.fixture
def settings(milvus: str, tmp_path: Path) -> Settings:
    """Of a library of two policies."""
    made = Settings(
        data=tmp_path / "data",
        milvus_uri=milvus,
        milvus_collection=f"t{token_hex(4)}",
        milvus_timeout_s=60,
    )
    add(made, tmp_path, "平台", "建设中试平台。")
    add(made, tmp_path, "交通", "修建公路。")
    return made


@pytest.fixture
def copy(settings: Settings, tmp_path: Path) -> Settings:
    """Of what was backed up and put back into an empty folder."""
    back_up(settings.data, tmp_path / "备份.tar.gz")
    made = settings.model_copy(update={"data": tmp_path / "copy"})
    restore(tmp_path / "备份.tar.gz", made.data)
    return made


def add(settings: Settings, folder: Path, name: str, text: str) -> None:
    file = folder / f"{name}.md"
    file.write_text(f"# 关于{name}的意见\n一、任务\n{text}", encoding="utf-8")
    with closing(open_ingest(settings, open_embedder(settings))) as opened:
        opened.sync([file])


def answer(settings: Settings) -> str:
    with closing(open_chatbot(settings)) as bot:
        return bot.answer(QUESTION).text


def lose_rows(settings: Settings) -> None:
    client = MilvusClient(settings.milvus_uri)
    client.drop_alias(settings.milvus_collection)
    for name in client.list_collections():
        if name.startswith(settings.milvus_collection):
            client.drop_collection(name)
    client.close()


def wrong(settings: Settings, *, repair: bool = False) -> dict[str, Finding]:
    return {
        each.what: each
        for each in examine(settings, repair=repair)
        if each.state is not State.GOOD and each.what != "磁盘空间"
    }


def test_without_its_rows_it_says_what_to_run_and_then_answers_as_before(
    settings: Settings, copy: Settings
) -> None:
    before = answer(settings)
    lose_rows(settings)
    with pytest.raises(IndexDamaged, match="Milvus") as caught:
        answer(copy)
    assert "chatbot ingest --rebuild" in caught.value.hint
    [found] = wrong(copy).values()
    assert (found.what, found.state) == ("索引", State.BAD)
    assert "Milvus" in found.text
    assert "--repair" in found.hint
    with closing(open_ingest(copy, open_embedder(copy))) as opened:
        opened.sync([], rebuild=True)
    assert (wrong(copy), answer(copy)) == ({}, before)
    lose_rows(copy)
    assert wrong(copy, repair=True)["索引"].state is State.MENDED
    assert (wrong(copy), answer(copy)) == ({}, before)


def test_without_the_server_nothing_is_rebuilt_over_it(copy: Settings) -> None:
    """A server that is away is no damage."""
    for uri in (None, "http://127.0.0.1:1"):
        away = copy.model_copy(update={"milvus_uri": uri, "milvus_timeout_s": 1})
        [found] = wrong(away, repair=True).values()
        assert (found.what, found.state) == ("索引", State.BAD)
        assert "CHATBOT_MILVUS_URI" in found.hint
        assert "--repair" not in found.hint


def test_a_copy_of_a_library_leaves_the_rows_of_its_original_alone(
    settings: Settings, copy: Settings, tmp_path: Path
) -> None:
    before = answer(settings)
    assert answer(copy) == before
    for number in range(2):  # what the one before had is dropped then
        add(copy, tmp_path, "平台", f"第{number}次不再建设。")
    assert (wrong(settings), answer(settings)) == ({}, before)
