import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.embedders import Embedder, Options, load
from index.embedders.builtin import BuiltinEmbedder, write
from index.errors import EmbedderMismatch, IndexDamaged, IndexMissing
from index.ingest import ingest
from index.snapshot import open_searcher, remove_older


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("# 意见\n一、平台。建设平台。", encoding="utf-8")
    ingest(tmp_path / "data", [tmp_path / "a.md"], embedder=load("builtin"))
    return tmp_path / "data"


def test_nothing_ingested_is_said_with_the_command_to_run(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing) as caught:
        open_searcher(tmp_path, embedder=load("builtin"))
    assert "chatbot" in caught.value.hint


def test_another_embedder_is_refused_with_the_command_to_run(data: Path, tmp_path: Path) -> None:
    other = BuiltinEmbedder()
    write(tmp_path / "model", list(other.tokens[:50]), other.weights[:50])
    with pytest.raises(EmbedderMismatch) as caught:
        open_searcher(data, embedder=load(f"builtin:{tmp_path / 'model'}"))
    assert "--rebuild" in caught.value.hint


@pytest.mark.parametrize(
    "other",
    [
        load("openai:other", Options(base_url="http://localhost/v1")),
        load("openai:m", Options(base_url="http://localhost/v1", query_prompt="问：")),
        load("openai:m", Options(base_url="http://localhost/v1", document_prompt="")),
    ],
    ids=lambda embedder: embedder.name,
)
def test_another_model_or_prompt_behind_a_server_is_refused_before_it_is_asked(
    data: Path, other: Embedder
) -> None:
    (manifest,) = data.glob("snapshots/*/manifest.json")
    built_with = load("openai:m", Options(base_url="http://elsewhere/v1")).name
    values = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**values, "embedder": built_with}), encoding="utf-8")
    with pytest.raises(EmbedderMismatch, match="openai:m ") as caught:
        open_searcher(data, embedder=other)
    assert f"chatbot --data {data} ingest --rebuild" in caught.value.hint


def test_a_rebuild_is_for_the_embedder_that_is_configured(data: Path, tmp_path: Path) -> None:
    shipped = BuiltinEmbedder()
    write(tmp_path / "model", list(shipped.tokens), shipped.weights * 2)
    other = load(f"builtin:{tmp_path / 'model'}")
    ingest(data, [], embedder=other, rebuild=True)
    searcher = open_searcher(data, embedder=other)
    assert searcher.search("平台")
    searcher.close()


def cut_short(manifest: Path) -> None:
    manifest.write_text(manifest.read_text(encoding="utf-8")[:9], encoding="utf-8")


def emptied(manifest: Path) -> None:
    manifest.write_text("[]", encoding="utf-8")


def from_the_future(manifest: Path) -> None:
    values = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**values, "format": 99}), encoding="utf-8")


@pytest.mark.parametrize("harm", [Path.unlink, cut_short, emptied, from_the_future])
def test_a_damaged_snapshot_is_refused_and_a_rebuild_mends_it(
    data: Path, harm: Callable[[Path], None]
) -> None:
    harm(next(data.glob("snapshots/*/manifest.json")))
    with pytest.raises(IndexDamaged) as caught:
        open_searcher(data, embedder=load("builtin"))
    assert caught.value.kept
    ingest(data, [], embedder=load("builtin"), rebuild=True)
    open_searcher(data, embedder=load("builtin")).close()


def shortened(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


@pytest.mark.parametrize("harm", [Path.unlink, shortened])
@pytest.mark.parametrize("file", ["dense.faiss", "entries.json", "*.idx", "*.pos", "*.store"])
def test_a_snapshot_that_is_not_whole_is_refused_with_the_command_to_run(
    data: Path, file: str, harm: Callable[[Path], None]
) -> None:
    """Files are mapped into memory: one cut short would end the process at some later search."""
    (found,) = data.glob(f"snapshots/*/**/{file}")
    harm(found)
    with pytest.raises(IndexDamaged, match=found.name) as caught:
        open_searcher(data, embedder=load("builtin"))
    assert f"chatbot --data {data} ingest --rebuild" in caught.value.hint


def test_the_manifest_says_what_the_snapshot_was_made_with(data: Path) -> None:
    manifest = json.loads(next(data.glob("snapshots/*/manifest.json")).read_text(encoding="utf-8"))
    assert (manifest["embedder"], manifest["dim"]) == (load("builtin").name, load("builtin").dim)
    assert (manifest["policies"], manifest["units"]) == (1, 1)
    assert manifest["files"]["dense.faiss"] > 0


def test_a_searcher_knows_when_its_index_was_made(data: Path) -> None:
    (manifest,) = data.glob("snapshots/*/manifest.json")
    values = json.loads(manifest.read_text(encoding="utf-8"))
    created = "2026-08-01T04:00:00+00:00"
    manifest.write_text(json.dumps({**values, "created": created}), encoding="utf-8")
    searcher = open_searcher(data, embedder=load("builtin"))
    assert searcher.indexed() == datetime(2026, 8, 1, 4, tzinfo=UTC)
    searcher.close()


def test_older_snapshots_go_and_younger_ones_stay(data: Path) -> None:
    """A younger one may be that of another ingest, half written."""
    (data / "snapshots" / "00000002").mkdir()
    (data / "snapshots" / "00000003").mkdir()
    remove_older(data, "00000002")
    left = sorted(path.name for path in (data / "snapshots").iterdir())
    assert left == ["00000002", "00000003"]
