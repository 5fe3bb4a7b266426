"""Publishing: policies and the index over them become visible together, or not at all."""

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from index import database
from index.build import Progress, build
from index.candidates import Backend
from index.candidates.local import LOCAL
from index.database import available, conflict
from index.edition import Revision
from index.errors import BackendUnavailable
from index.library import Writer, writing
from index.preparing import Preparing
from index.snapshot import Manifest, fresh_folder, remove_older, seal, to_begin_with, up_to

_LOG = logging.getLogger(__name__)


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Be the only one who changes the library of a data folder, also between two publications.

    The operating system lets go of the lock when the process ends, however it ends.

    Raises:
        IngestConflict: if another does.
    """
    with available():
        lock = FileLock(data / "ingest.lock", timeout=database.BUSY_SECONDS)
        try:
            lock.acquire()
        except Timeout as error:
            raise conflict() from error
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True, slots=True)
class Publisher:
    """What it takes to publish."""

    data: Path
    engine: Engine
    preparing: Preparing
    progress: Progress
    backend: Backend = LOCAL

    @contextmanager
    def publishing(self, *, anew: bool = False) -> Iterator[Writer]:
        """A writer; what it wrote is published when the block ends well.

        Args:
            anew: build the index from nothing instead of beginning with the one before.

        Raises:
            IngestConflict: if another ingest holds the library.
        """
        with writing(self.engine) as (writer, revision):
            yield writer
            place = self._build(writer, revision, anew=anew)
        remove_older(self.data, revision.snapshot)
        try:
            self.backend.tidy(up_to(self.data, place.name))
        except BackendUnavailable as error:
            # What was to be published is; the next publication tidies up.
            _LOG.warning("%s", error.what)

    def _build(self, writer: Writer, revision: Revision, *, anew: bool) -> Path:
        embedder = self.preparing.embedder
        earlier = (
            None if anew else to_begin_with(self.data, revision.snapshot, embedder, self.backend)
        )
        place = fresh_folder(self.data, revision.number)
        try:
            build(place, earlier, writer, self.preparing, self.progress, self.backend)
            made_with = embedder.name, embedder.dim
            seal(place, Manifest(*made_with, *writer.counts(), self.backend.name))
        except BaseException:
            # What is half written may be what fills the disk.
            shutil.rmtree(place, ignore_errors=True)
            raise
        writer.publish(place.name)
        return place
