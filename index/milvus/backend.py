"""A library's indexes with a Milvus server: made, opened, and let go."""

from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from secrets import token_hex

from index.errors import IndexDamaged
from index.milvus import state
from index.milvus.builder import MilvusBuilder
from index.milvus.index import MilvusIndex
from index.milvus.options import Options
from index.milvus.server import Server

_ID = "milvus.id"
_WASTE = 0.2
"""Share of an index that may go at once; with more, it is built anew in another collection.

Until nobody reads what went, each search names the policies that it leaves out.
"""


class Milvus:
    """Indexes that are collections of a Milvus server, and what describes them in their folders.

    Args:
        options: where the server is.
        data: folder of the library.
    """

    name = "milvus"

    def __init__(self, options: Options, data: Path) -> None:
        self._options = options
        self._data = data

    @cached_property
    def _server(self) -> Server:
        return Server(self._options)

    def open(self, folder: Path) -> MilvusIndex:
        """The index that a folder describes.

        Raises:
            IndexDamaged: if the folder's files or rows of the collection are missing.
            BackendUnavailable: if the server does not answer.
        """
        return MilvusIndex(self._server, folder)

    def builder(
        self, folder: Path, dim: int, earlier: Path | None = None, gone: Collection[str] = ()
    ) -> MilvusBuilder:
        """What writes the next revision: into the earlier one's collection, or into a new one.

        Raises:
            BackendUnavailable: if the server does not answer.
        """
        if earlier:
            return MilvusBuilder(self._server, folder, state.read(earlier), earlier, gone)
        name = f"{self._names()}{folder.name}"
        self._server.create(name, dim)
        return MilvusBuilder(self._server, folder, state.State(name, dim, self._options.index))

    def worth_beginning_with(self, earlier: Path, gone: Collection[str]) -> bool:
        """Whether the earlier index is whole and this library's own, and most of it stays."""
        try:
            begun = MilvusIndex(self._server, earlier).state
        except IndexDamaged:
            return False
        if not begun.collection.startswith(self._names()):
            return False
        going = sum(begun.policies[each].rows for each in gone if each in begun.policies)
        return going <= _WASTE * len(begun)

    def tidy(self, kept: Sequence[Path]) -> None:
        """Drop the collections of this library that no folder describes, and move the alias.

        The alias is for people and other programs: what is searched stands in the folders.
        """
        described = [state.read(folder).collection for folder in kept if state.written(folder)]
        if described:
            self._server.point(self._options.collection, described[-1])
        for name in self._server.collections(self._names()):
            if name not in described:
                self._server.drop(name)

    def _names(self) -> str:
        """How the names of this library's collections begin; those of others are left alone.

        A library put back from a copy elsewhere is another: it must not write into this one's.
        """
        file = self._data / _ID
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            whole = file.with_suffix(".new")
            whole.write_text(token_hex(4), encoding="ascii")
            whole.replace(file)
        return f"{self._options.collection}_{file.read_text(encoding='ascii').strip()}_"
