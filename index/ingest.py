"""Files → policies in the library and a published index: the only straight line that writes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from unicodedata import normalize

from index.build import Progress, build
from index.clause import PolicyHead
from index.database import open_engine
from index.embedders import Embedder
from index.errors import PolicyNotFound, SourceError, UnreadableFile
from index.library import Revision, Writer, writing
from index.policy import read_policy
from index.readers import MAX_BYTES, READERS
from index.snapshot import Manifest, fresh_folder, remove_older, seal, to_begin_with
from index.warnings import warnings


@dataclass(slots=True)
class IngestReport:
    """What an ingest did; files are named as ingested.

    Attributes:
        failed: file and what is wrong with it; the rest went on.
        warnings: file and what looks odd in it.
        policies: in the library afterwards.
        units: clauses in the index afterwards.
    """

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: list[tuple[str, SourceError]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    policies: int = 0
    units: int = 0


def shipped() -> Path:
    """The folder with the policy that ships."""
    return Path(str(files("index").joinpath("policies")))


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody is watching."""


def ingest(
    data: Path,
    paths: Sequence[Path],
    *,
    embedder: Embedder,
    url: str | None = None,
    rebuild: bool = False,
    progress: Progress = _silent,
) -> IngestReport:
    """Put the policies of files and folders into the library and publish an index over them all.

    Everything happens in one transaction, seen by readers when it ends well; a crash leaves the
    state before. Where nothing changed, nothing is built, unless `rebuild` asks for it; where
    little changed, the index begins with the one before.

    Raises:
        IngestConflict: if another ingest is running.
    """
    report = IngestReport()
    found = list(dict.fromkeys(_files(paths, report)))
    engine = open_engine(data, url)
    try:
        with writing(engine) as (writer, revision):
            _put_changed(found, writer, report, progress)
            report.policies, report.units = writer.counts()
            if not (report.added or report.replaced or rebuild):
                writer.abandon()
                return report
            earlier = None if rebuild else to_begin_with(data, revision.snapshot, embedder)
            _publish(data, revision, earlier, writer, embedder, progress)
        remove_older(data, revision.snapshot)
    finally:
        engine.dispose()
    return report


def remove(
    data: Path,
    names: Sequence[str],
    *,
    embedder: Embedder,
    url: str | None = None,
    progress: Progress = _silent,
) -> list[PolicyHead]:
    """Take policies out of the library and publish an index over the rest; those removed.

    As an ingest does, in one transaction.

    Raises:
        PolicyNotFound: if a name is that of no policy, see `named`; nothing is removed then.
        IngestConflict: if an ingest is running.
    """
    engine = open_engine(data, url)
    try:
        with writing(engine) as (writer, revision):
            going = named(writer.heads(), names)
            writer.remove([head.id for head in going])
            earlier = to_begin_with(data, revision.snapshot, embedder)
            _publish(data, revision, earlier, writer, embedder, progress)
        remove_older(data, revision.snapshot)
    finally:
        engine.dispose()
    return going


def named(heads: Sequence[PolicyHead], names: Sequence[str]) -> list[PolicyHead]:
    """The policies with one of these source files, titles or ids, in their order.

    Raises:
        PolicyNotFound: if a name is none of them.
    """
    wanted = {normalize("NFC", name) for name in names}
    found = [head for head in heads if wanted & {head.source_file, head.name, head.id}]
    known = {name for head in found for name in (head.source_file, head.name, head.id)}
    if unknown := sorted(wanted - known):
        raise PolicyNotFound(
            f"没有收录：{'、'.join(unknown)}",
            kept="没有改动任何内容。",
            hint="请写导入时的文件名（含其下级文件夹）、政策标题或编号。",
        )
    return found


def _files(paths: Sequence[Path], report: IngestReport) -> Iterator[tuple[str, Path]]:
    """Each file with its name as ingested: relative to the folder given, with "/", in NFC."""
    for path in paths:
        if not path.is_dir():
            yield normalize("NFC", path.name), path.resolve()
            continue
        for file in sorted(path.rglob("*")):
            name = normalize("NFC", file.relative_to(path).as_posix())
            hidden = any(part.startswith(".") for part in name.split("/"))
            if hidden or not file.is_file() or not file.resolve().is_relative_to(path.resolve()):
                continue
            if file.suffix.lower() in READERS:
                yield name, file.resolve()
            else:
                report.skipped.append(name)


def _put_changed(
    found: Sequence[tuple[str, Path]], writer: Writer, report: IngestReport, progress: Progress
) -> None:
    known = writer.known()
    taken: dict[str, Path] = {}
    for done, (name, path) in enumerate(found):
        progress("读取文件", done, len(found))
        try:
            data = _bytes(path, name, taken.setdefault(name, path))
            sha, title = known.get(name, ("", ""))
            if sha == sha256(data).hexdigest():
                report.unchanged.append(name)
                continue
            policy = read_policy(data, name)
        except SourceError as error:
            report.failed.append((name, error))
            continue
        (report.replaced if sha else report.added).append(name)
        if sha and title != policy.name:
            report.warnings.append((name, f"取代了同名文件中的《{title}》。"))
        report.warnings.extend((name, warning) for warning in warnings(policy))
        writer.put(policy)
    progress("读取文件", len(found), len(found))


def _bytes(path: Path, name: str, first: Path) -> bytes:
    """The file's bytes, not many more than a reader accepts.

    Raises:
        UnreadableFile: if it cannot be read, or `first` goes by the same name.
    """
    if path != first:
        raise UnreadableFile(
            f"{path}：与 {first} 同名，都会记作 {name}",
            hint="请改名，或改为导入它们共同的上级文件夹。",
        )
    if path.exists() and not path.is_file():
        raise UnreadableFile(f"{name}：不是普通文件", hint="请指明文件或文件夹。")
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(
            f"{name}：无法读取（{error.strerror}）", hint="请检查路径和权限。"
        ) from error


def _publish(
    data: Path,
    revision: Revision,
    earlier: Path | None,
    writer: Writer,
    embedder: Embedder,
    progress: Progress,
) -> None:
    place = fresh_folder(data, revision.number)
    build(place, earlier, writer, embedder, progress)
    seal(place, Manifest(embedder.name, embedder.dim, *writer.counts()))
    writer.publish(place.name)
