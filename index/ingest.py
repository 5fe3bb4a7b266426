"""Files → policies in the library and a published index: the only straight line that writes."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from importlib.resources import files
from itertools import chain
from pathlib import Path
from unicodedata import normalize

from index import folders
from index.again import read_cards_again
from index.build import Progress
from index.candidates import Backend
from index.candidates.local import LOCAL
from index.changes import Change, Changes, forget
from index.clause import Policy, PolicyHead
from index.database import at_length, available, in_turn, to_write
from index.embedders import Embedder
from index.errors import PolicyNotFound, SourceError
from index.files import File, on_disk
from index.library import Library, Writer
from index.preparing import OnThisMachine, Preparing
from index.publication import Publisher, alone
from index.reading import Content
from index.report import IngestReport
from index.tables import open_engine

_PORTION = 256
"""Policies that are published together, at the least: what an interruption may cost."""
_SHARE = 4
"""A portion grows to a fourth of the library, so that publishing takes a bounded share of time."""
_PORTION_LENGTH = 32_000_000
"""Characters after which a portion ends, so that it fits into memory."""


def shipped() -> Path:
    """The folder with the policy that ships."""
    return Path(str(files("index").joinpath("policies")))


def silent(stage: str, done: int, total: int) -> None:
    """Nobody is watching."""


class Ingest:
    """What can be done to one library; one ingest at a time.

    Files are published in portions, each with its index in one transaction that readers see when
    it ends well. Interrupted and run again, it goes on: what has not changed is left alone.

    Args:
        data: folder of the library.
        embedder: makes the vectors.
        url: of the library's database, if it is not in the folder.
        progress: is told how far it is.
        preparing: reads and embeds; this machine, if nobody else is given.
        backend: holds the index.
    """

    def __init__(
        self,
        data: Path,
        embedder: Embedder,
        url: str | None = None,
        progress: Progress = silent,
        preparing: Preparing | None = None,
        backend: Backend = LOCAL,
    ) -> None:
        self._data = data
        self._engine = open_engine(data, url)
        self._preparing = preparing or OnThisMachine(embedder)
        self._publisher = Publisher(data, self._engine, self._preparing, progress, backend)
        self._progress = progress

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def heads(self) -> list[PolicyHead]:
        """Every policy there is, without its text, by source file."""
        return Library(self._engine).heads()

    def sync(
        self, paths: Sequence[Path], *, rebuild: bool = False, allow: bool = False
    ) -> IngestReport:
        """Bring the library in step with files and folders, see `index.folders`.

        Args:
            paths: of files and folders.
            rebuild: read the cards again and build the index anew, even if nothing changed.
            allow: let policies go even where most of a folder's files are not there.

        Raises:
            MostlyGone: if most of a folder's files are not there, and that is not allowed.
            IngestConflict: if another ingest is running.
        """
        with alone(self._data):
            with available(), self._engine.connect() as connection:
                found = folders.survey(connection, paths)
            if not allow:
                found.refuse_a_mistake()
            with available(), in_turn(), to_write(self._engine).begin() as connection:
                folders.keep(connection, found)
            report = IngestReport(skipped=found.skipped, failed=found.failed)
            self._put([on_disk(name, path) for name, path in found.files.items()], report, "")
            if found.gone:
                self._take_out(found.gone, report, "")
            if rebuild:
                with self._publisher.publishing(anew=True) as writer:
                    report.described = read_cards_again(writer.connection)
            return self._counted(report)

    def add(self, added: Sequence[File], job: str) -> IngestReport:
        """Add or replace the policies of these files, as a job that can be undone.

        A job that was interrupted goes on, and its report is that of all it did.

        Raises:
            IngestConflict: if another ingest is running.
        """
        with alone(self._data):
            report = IngestReport()
            self._put(added, report, job)
            return self._counted(report)

    def remove(self, names: Sequence[str], job: str = "") -> IngestReport:
        """Take policies out; where that is a job, it can be undone.

        Raises:
            PolicyNotFound: if a name is that of no policy, see `named`; nothing is removed then.
            IngestConflict: if another ingest is running.
        """
        with alone(self._data):
            report = IngestReport()
            if done := self._changes(job):
                report.note(done)
            else:
                going = [head.source_file for head in named(self.heads(), names)]
                self._take_out(going, report, job)
            return self._counted(report)

    def undo(self, undone: str, job: str) -> IngestReport:
        """Make policies what they were before a job, but those that changed again since.

        Raises:
            IngestConflict: if another ingest is running.
        """
        with alone(self._data):
            report = IngestReport()
            if done := self._changes(job):
                report.note(done)
            else:
                self._put_back(undone, report, job)
            return self._counted(report)

    def forget(self, jobs: Sequence[str]) -> None:
        """Let go of what was before these jobs; they cannot be undone any more."""
        with available(), in_turn(), at_length(to_write(self._engine)).begin() as connection:
            forget(connection, jobs)

    def _put(self, wanted: Sequence[File], report: IngestReport, job: str) -> None:
        """Publish what is new or changed, a portion at a time, or all at once."""
        done = self._changes(job)
        report.note(done)
        changed = self._changed(wanted, {change.source_file for change in done}, report)
        read = self._preparing.read(changed)
        portions = iter(lambda: list(self._portion(read, report)), [])
        for portion in portions:
            with self._publisher.publishing() as writer:
                for each in chain([portion], portions if self._preparing.at_once else ()):
                    self._write(each, writer, report, job)

    def _write(self, portion: list[Policy], writer: Writer, report: IngestReport, job: str) -> None:
        known = writer.known()
        changes = [Change.to(policy, known) for policy in portion]
        Changes(writer.connection, job).note(changes)
        for policy in portion:
            writer.put(policy)
        report.note(changes)
        report.warn(portion, known)

    def _changed(
        self, wanted: Sequence[File], done: Collection[str], report: IngestReport
    ) -> Iterator[Content]:
        """The files whose content the library does not have, those that were `done` left out."""
        known = {head.source_file: head.sha256 for head in self.heads()}
        for at, file in enumerate(wanted):
            self._progress("读取文件", at, len(wanted))
            try:
                data = file.load()
            except SourceError as error:
                report.failed.append((file.name, error))
                continue
            if known.get(file.name) != sha256(data).hexdigest():
                yield Content(file.name, data)
            elif file.name not in done:
                report.unchanged.append(file.name)
        self._progress("读取文件", len(wanted), len(wanted))

    def _portion(
        self, read: Iterator[tuple[str, Policy | SourceError]], report: IngestReport
    ) -> Iterator[Policy]:
        """The next policies that are in memory together, and as a rule published together."""
        left, room = max(_PORTION, len(self.heads()) // _SHARE), _PORTION_LENGTH
        while left > 0 and room > 0 and (entry := next(read, None)):
            name, result = entry
            if isinstance(result, SourceError):
                report.failed.append((name, result))
                continue
            left, room = left - 1, room - len(result.text)
            yield result

    def _take_out(self, names: Sequence[str], report: IngestReport, job: str) -> None:
        with self._publisher.publishing() as writer:
            going = [head for head in writer.heads() if head.source_file in names]
            changes = [Change(head.id, head.source_file, head.sha256, None) for head in going]
            Changes(writer.connection, job).note(changes)
            writer.remove([head.id for head in going])
            folders.let_go(writer.connection, names)
        report.note(changes)

    def _put_back(self, undone: str, report: IngestReport, job: str) -> None:
        now = {head.id: head.sha256 for head in self.heads()}
        changes = self._changes(undone)
        later = [change for change in changes if now.get(change.policy_id) != change.after]
        report.warnings += [(change.source_file, "此后又有改动，没有恢复。") for change in later]
        back = [change.reversed() for change in changes if change not in later]
        if not back:
            return
        with self._publisher.publishing() as writer:
            Changes(writer.connection, job).note(back)
            Changes(writer.connection, undone).put_back([change.policy_id for change in back])
        report.note(back)

    def _changes(self, job: str) -> list[Change]:
        with available(), self._engine.connect() as connection:
            return Changes(connection, job).all()

    def _counted(self, report: IngestReport) -> IngestReport:
        with available(), self._engine.connect() as connection:
            report.policies, report.units = Writer(connection).counts()
        return report


def ingest(
    data: Path,
    paths: Sequence[Path],
    *,
    embedder: Embedder,
    url: str | None = None,
    rebuild: bool = False,
    progress: Progress = silent,
) -> IngestReport:
    """Bring a library in step with files and folders, see `Ingest.sync`.

    Raises:
        MostlyGone: if most of a folder's files are not there.
        IngestConflict: if another ingest is running.
    """
    with closing(Ingest(data, embedder, url, progress)) as opened:
        return opened.sync(paths, rebuild=rebuild)


def remove(
    data: Path,
    names: Sequence[str],
    *,
    embedder: Embedder,
    url: str | None = None,
    progress: Progress = silent,
) -> list[PolicyHead]:
    """Take policies out of a library, see `Ingest.remove`; those removed.

    Raises:
        PolicyNotFound: if a name is that of no policy; nothing is removed then.
        IngestConflict: if an ingest is running.
    """
    with closing(Ingest(data, embedder, url, progress)) as opened:
        going = named(opened.heads(), names)
        opened.remove(names)
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
