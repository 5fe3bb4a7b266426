"""The systems compared: the seam, and the table of them.

All index the same texts, with the tokens of `index.tokens` and the vectors of the built-in
embedder, and make both themselves, for clauses as for questions.
"""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from benchmarks.material import Material
from benchmarks.moment import Moment

POOL = 100
"""Candidates that each half of a hybrid system hands to the fusion, in ours and in the others."""


class Peer(Protocol):
    """A system that is built once and then asked.

    Attributes:
        kept: whether `build` leaves on disk what `open` needs, as the system itself stores it; if
            not, it serves from the process that built it.
    """

    kept: bool

    def build(self, material: Material, place: Path) -> Moment:
        """Build from parsed clauses, storing below `place`; the time it took."""

    def open(self, place: Path) -> None:
        """Make ready to serve what was built."""

    def search(self, text: str, k: int) -> list[tuple[str, str]]:
        """Id and text of the k best clauses, best first."""


PEERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ours": ("benchmarks.peers.ours", ()),
    "langchain ensemble": (
        "benchmarks.peers.langchain",
        ("langchain_classic", "langchain_community", "rank_bm25"),
    ),
    "haystack in memory": ("benchmarks.peers.haystack", ("haystack",)),
    "bm25s, no vectors": ("benchmarks.peers.bm25s", ("bm25s",)),
}
"""Name → module with a function `load()`, and the packages that it needs."""


def missing(name: str) -> list[str]:
    """The packages that a system needs and that are not installed."""
    return [package for package in PEERS[name][1] if not find_spec(package)]


def load(name: str) -> Peer:
    """The system of this name, with nothing in it."""
    peer: Peer = import_module(PEERS[name][0]).load()
    return peer
