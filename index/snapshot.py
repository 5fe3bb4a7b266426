"""A snapshot: one state of the index in a folder, wholly there or not at all."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import Any

from index.candidates import Backend, CandidateIndex
from index.candidates.local import LOCAL
from index.embedders import Embedder
from index.errors import (
    BackendUnavailable,
    EmbedderMismatch,
    IndexDamaged,
    IndexMissing,
    IndexUnavailable,
)
from index.library import Library
from index.query.lexicon import Lexicon
from index.query.lexicon import load as load_lexicon
from index.rerankers import Reranker
from index.search import Searcher
from index.tables import open_engine
from index.validity import today

_FORMAT = 5
_TOKENS = "han-1+2"
"""Name of the token scheme of `index.tokens`; an index is searched with its own alone."""
_MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot was made with and holds; written last, so that it vouches for the rest."""

    embedder: str
    dim: int
    policies: int
    units: int
    backend: str = LOCAL.name
    tokens: str = _TOKENS
    format: int = _FORMAT


def folder(data: Path, name: str) -> Path:
    """Where the snapshot called `name` lives."""
    return data / "snapshots" / name


def fresh_folder(data: Path, revision: int) -> Path:
    """An empty folder for the snapshot of a revision; what a crash left there goes."""
    place = folder(data, f"{revision:08d}")
    if place.exists():
        shutil.rmtree(place)
    place.mkdir(parents=True)
    return place


def seal(place: Path, manifest: Manifest) -> None:
    """Put everything on disk, the manifest last; it lists the other files with their sizes."""
    listed = asdict(manifest) | {
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "files": _sizes(place),
        "checksums": _checksums(place),
    }
    (place / _MANIFEST).write_text(json.dumps(listed), encoding="utf-8")
    for path in (*place.rglob("*"), place, place.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sizes(place: Path) -> dict[str, int]:
    """File → bytes; without what tantivy keeps hidden for its writers."""
    files = (path for path in place.rglob("[!.]*") if path.is_file() and path.name != _MANIFEST)
    return {path.relative_to(place).as_posix(): path.stat().st_size for path in files}


def _checksums(place: Path) -> dict[str, str]:
    """File → BLAKE2b; of the files that `_sizes` lists."""
    found = {}
    for name in _sizes(place):
        with (place / name).open("rb") as file:
            found[name] = file_digest(file, blake2b).hexdigest()
    return found


def altered(data: Path, name: str) -> list[str]:
    """The files of a whole snapshot that are not as they were written."""
    place = folder(data, name)
    written = _manifest(place).get("checksums", {})
    now = _checksums(place)
    return sorted(file for file, checksum in written.items() if now.get(file) != checksum)


def remove_older(data: Path, oldest: str) -> None:
    """Delete the snapshots before this one; younger ones may be those of the next ingest."""
    for place in (data / "snapshots").iterdir():
        if place.name < oldest:
            shutil.rmtree(place, ignore_errors=True)


def up_to(data: Path, newest: str) -> list[Path]:
    """The folders of this snapshot and of those before it that are still there, oldest first."""
    return sorted(place for place in (data / "snapshots").iterdir() if place.name <= newest)


def open_index(
    data: Path, name: str, embedder: Embedder, backend: Backend = LOCAL
) -> CandidateIndex:
    """The index of a snapshot, whichever backend made it.

    Raises:
        IndexDamaged: if a part is missing or unreadable.
        EmbedderMismatch: if another embedder made its vectors.
        BackendUnavailable: if it is with another backend than the one given.
    """
    place = _whole(data, name, embedder)
    made_by = _backend(place)
    for each in (backend, LOCAL):
        if each.name == made_by:
            return each.open(place)
    raise BackendUnavailable(
        f"索引 {place} 存放在 {made_by} 中，但没有配置它。",
        kept="索引和数据库没有改动。",
        hint=f"请设置 CHATBOT_{made_by.upper()}_URI，或运行 {_rebuild(data)} 在本机重建索引。",
    )


def _backend(place: Path) -> str:
    """Name of the backend of a snapshot; earlier versions had but one."""
    return str(_manifest(place).get("backend", LOCAL.name))


def made(data: Path, name: str) -> datetime | None:
    """When a snapshot was made; None if it does not say."""
    created = _manifest(folder(data, name)).get("created")
    return datetime.fromisoformat(created) if created else None


def to_begin_with(data: Path, name: str, embedder: Embedder, backend: Backend) -> Path | None:
    """The folder of a snapshot, if the next one can begin with what it holds."""
    try:
        place = _whole(data, name, embedder)
    except IndexUnavailable:
        return None
    return place if _backend(place) == backend.name else None


def _whole(data: Path, name: str, embedder: Embedder) -> Path:
    """The folder of a snapshot that has all of its files, and of the right kind."""
    place = folder(data, name)
    manifest = _manifest(place)
    if not manifest:
        raise _damaged(data, f"索引 {place} 不完整：{_MANIFEST} 无法读取。")
    if (manifest.get("format"), manifest.get("tokens")) != (_FORMAT, _TOKENS):
        raise _damaged(data, f"索引 {place} 由另一版本的程序生成。")
    sizes = _sizes(place)
    if wrong := [file for file, size in manifest["files"].items() if sizes.get(file) != size]:
        raise _damaged(data, f"索引 {place} 不完整：{'、'.join(sorted(wrong))} 缺失或长度不符。")
    if manifest["embedder"] != embedder.name:
        raise EmbedderMismatch(
            f"索引由向量模型 {manifest['embedder']} 生成，当前配置的是 {embedder.name}。",
            kept="索引和数据库没有改动。",
            hint="请改回原来的 CHATBOT_EMBEDDER 和提示词，"
            f"或运行 {_rebuild(data)} 用当前模型重建索引。",
        )
    return place


def _manifest(place: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((place / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = None
    return manifest if isinstance(manifest, dict) else {}


def _damaged(data: Path, what: str) -> IndexDamaged:
    return IndexDamaged(
        what, kept="数据库中的政策没有受影响。", hint=f"请运行 {_rebuild(data)} 重建索引。"
    )


def _rebuild(data: Path) -> str:
    return f"chatbot --data {data} ingest --rebuild"


def open_searcher(  # noqa: PLR0913 - each is a part that may be another
    data: Path,
    *,
    embedder: Embedder,
    url: str | None = None,
    backend: Backend = LOCAL,
    lexicon: Lexicon | None = None,
    reranker: Reranker | None = None,
    today: Callable[[], str] = today,
) -> Searcher:
    """A searcher over the published snapshot; it follows later publications by itself.

    Its lexicon is the one that ships and the data folder's own, unless another is given. What is
    in force is what is so `today`, ISO 8601.

    Raises:
        IndexMissing: if nothing was ingested yet.
        IndexUnavailable: if the published index cannot be used.
    """
    library = Library(open_engine(data, url), today)
    name = library.revision().snapshot
    if not name:
        library.close()
        raise IndexMissing(
            f"{data} 中还没有政策。", hint=f"请先运行 chatbot --data {data} ingest 政策文件夹"
        )
    searcher = Searcher(
        library,
        embedder,
        lambda name: open_index(data, name, embedder, backend),
        load_lexicon(data) if lexicon is None else lexicon,
        reranker,
        lambda name: made(data, name),
    )
    searcher.warm()
    return searcher
