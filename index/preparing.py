"""What is done before anything is published: files become policies, clauses tokens and vectors."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.clause import Policy
from index.embedders import Embedder, Vectors, embedded
from index.errors import SourceError
from index.reading import Content, read_all
from index.tokens import cut

_BATCH = 1_000
"""Texts embedded at a time, about."""

Group = Sequence[str]
"""The texts of one policy's unit clauses, see `index.context`."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is indexed of a group: its texts' tokens, and `vectors`, float32 [texts, dim]."""

    bags: Sequence[Sequence[str]]
    vectors: Vectors


class Preparing(Protocol):
    """Who does it: this machine, or a cluster (`index.cluster`).

    Attributes:
        embedder: makes the vectors, wherever that is done.
        at_once: everything is read before the first policy comes, and kept: it is published as one.
    """

    embedder: Embedder
    at_once: bool

    def read(self, contents: Iterator[Content]) -> Iterator[tuple[str, Policy | SourceError]]:
        """Each file's name, and the policy or why it is none, in their order."""

    def prepare(self, groups: Iterable[Group]) -> Iterator[Prepared]:
        """What is to be indexed of each group, in their order; groups are taken ahead of it.

        Raises:
            EmbedderUnavailable: if the embedder lives elsewhere and fails.
        """


class OnThisMachine:
    """Files are read on all cores, clauses embedded in this process."""

    at_once = False

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder

    def read(self, contents: Iterator[Content]) -> Iterator[tuple[str, Policy | SourceError]]:
        """See `Preparing`."""
        return read_all(contents)

    def prepare(self, groups: Iterable[Group]) -> Iterator[Prepared]:
        """See `Preparing`."""
        for batch in batches(groups):
            yield from prepared(self.embedder, batch)


def batches(groups: Iterable[Group]) -> Iterator[list[Group]]:
    """Groups in their order, as many together as are embedded at a time."""
    batch: list[Group] = []
    for group in groups:
        batch.append(group)
        if sum(map(len, batch)) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def prepared(embedder: Embedder, groups: Sequence[Group]) -> Iterator[Prepared]:
    """What is to be indexed of each of a few groups, embedded together."""
    texts = [text for group in groups for text in group]
    bags = [cut(text) for text in texts]
    vectors = embedded(embedder, texts, bags)
    start = 0
    for group in groups:
        end = start + len(group)
        yield Prepared(bags[start:end], vectors[start:end])
        start = end
