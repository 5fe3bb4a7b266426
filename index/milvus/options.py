"""Where a Milvus server is, and how its index of vectors is built and searched."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import urlsplit

Kind = Literal["FLAT", "HNSW", "IVF_SQ8", "AUTOINDEX"]
"""Milvus' names of the indexes of vectors that may be chosen; FLAT compares every one in full."""
_LISTS = 1024

BUILT: dict[Kind, dict[str, int]] = {
    "FLAT": {},
    "HNSW": {"M": 32, "efConstruction": 200},
    "IVF_SQ8": {"nlist": _LISTS},
    "AUTOINDEX": {},
}
"""Kind → how it is built."""

SEARCHED: dict[Kind, Callable[[int], dict[str, int]]] = {
    "FLAT": lambda _: {},
    "HNSW": lambda k: {"ef": 2 * k},
    "IVF_SQ8": lambda _: {"nprobe": _LISTS // 16},
    "AUTOINDEX": lambda _: {},
}
"""Kind → how much of it is looked into for the k best."""

KINDS = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Options:
    """Where a Milvus server is, and how it is used.

    Attributes:
        uri: as http://host:port, with the name of a database behind it if it is not the default.
        token: user:password or an API key; never shown.
        collection: alias of the published collection, and how the names of all begin.
        index: of the vectors of collections that are made from now on.
        timeout_s: how long a question waits for the server, in seconds.
    """

    uri: str
    token: str = field(default="", repr=False)
    collection: str = "policies"
    index: Kind = "FLAT"
    timeout_s: float = 10.0

    @property
    def address(self) -> str:
        """Host and port, without anything that may be secret."""
        return urlsplit(self.uri).netloc.rpartition("@")[2]
