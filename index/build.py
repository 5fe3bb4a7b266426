"""The library → an index over all of it, begun with an earlier one where that saves work."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import contents
from index.candidates import Backend, Entry, Standing
from index.clause import Clause, PolicyHead
from index.contents import Held
from index.context import in_context
from index.embedders import Vectors
from index.library import Writer
from index.preparing import Group, Preparing
from index.prominence import Prominence, cited_by
from index.region import regional

_BATCH = 1_000
"""Entries added to an index at a time, about."""

Progress = Callable[[str, int, int], None]
"""Called with a stage, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What an index over `heads` begins with, and what is left to do."""

    earlier: Path | None
    kept: Mapping[str, Held]
    gone: Sequence[str]
    new: Sequence[PolicyHead]


def build(
    place: Path,
    earlier: Path | None,
    writer: Writer,
    preparing: Preparing,
    progress: Progress,
    backend: Backend,
) -> None:
    """Write the index over everything in the library into `place`, an empty folder.

    `earlier` is a whole index by the same backend and the embedder of `preparing`, of whatever
    state of the library.
    """
    heads = writer.heads()
    plan = _plan(heads, earlier, backend)
    held = {**plan.kept, **{head.id: _held(writer, head) for head in plan.new}}
    prominence = Prominence()
    for policy in held.values():
        prominence.count(policy.cites)
    standings = {head.id: Standing(prominence.of(head.name), regional(head.name)) for head in heads}
    builder = backend.builder(place, preparing.embedder.dim, plan.earlier, plan.gone)
    total = writer.counts()[1] - len(builder)
    done = 0
    for entries, vectors in _together(_entries(writer, plan.new, preparing, standings)):
        progress("建立索引", done, total)
        builder.add(entries, vectors)
        done += len(entries)
    builder.rate(standings)
    builder.finish()
    contents.write(place, held)
    progress("建立索引", total, total)


def _plan(heads: Sequence[PolicyHead], earlier: Path | None, backend: Backend) -> _Plan:
    """By comparing versions: whoever changed the library, and how often, is of no concern."""
    held = contents.read(earlier) if earlier else {}
    versions = {head.id: head.sha256 for head in heads}
    kept = {key: policy for key, policy in held.items() if versions.get(key) == policy.sha256}
    gone = [key for key in held if key not in kept]
    if not earlier or not backend.worth_beginning_with(earlier, gone):
        return _Plan(None, {}, (), heads)
    return _Plan(earlier, kept, gone, [head for head in heads if head.id not in kept])


def _held(writer: Writer, head: PolicyHead) -> Held:
    return Held(head.sha256, tuple(sorted(cited_by(head.name, writer.text(head.id)))))


def _entries(
    writer: Writer,
    heads: Sequence[PolicyHead],
    preparing: Preparing,
    standings: Mapping[str, Standing],
) -> Iterator[tuple[list[Entry], Vectors]]:
    """What is indexed of each policy."""
    ahead = deque[tuple[PolicyHead, tuple[Clause, ...]]]()
    for prepared in preparing.prepare(_groups(writer, heads, ahead)):
        head, clauses = ahead.popleft()
        pairs = zip(clauses, prepared.bags, strict=True)
        entries = [Entry(clause.id, head.id, bag, standings[head.id]) for clause, bag in pairs]
        yield entries, prepared.vectors


def _together(
    policies: Iterator[tuple[list[Entry], Vectors]],
) -> Iterator[tuple[list[Entry], Vectors]]:
    """As many policies at a time as a server likes to be sent."""
    entries: list[Entry] = []
    parts: list[Vectors] = []
    for more, vectors in policies:
        entries += more
        parts.append(vectors)
        if len(entries) >= _BATCH:
            yield entries, np.concatenate(parts)
            entries, parts = [], []
    if entries:
        yield entries, np.concatenate(parts)


def _groups(
    writer: Writer,
    heads: Sequence[PolicyHead],
    ahead: deque[tuple[PolicyHead, tuple[Clause, ...]]],
) -> Iterator[Group]:
    """The texts of each policy's units; what they are of waits in `ahead`."""
    for head in heads:
        clauses = writer.units(head)
        ahead.append((head, clauses))
        yield [in_context(head, clause) for clause in clauses]
