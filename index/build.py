"""The library → an index over all of it, begun with an earlier one where that saves work."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from index import contents
from index.candidates import Entry, Standing
from index.candidates.local import LocalBuilder, worth_beginning_with
from index.clause import Clause, PolicyHead
from index.contents import Held
from index.context import in_context
from index.embedders import Embedder, embedded
from index.library import Writer
from index.prominence import Prominence, cited_by
from index.region import regional
from index.tokens import cut

_BATCH = 1_000
"""Clauses embedded at a time."""

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
    place: Path, earlier: Path | None, writer: Writer, embedder: Embedder, progress: Progress
) -> None:
    """Write the index over everything in the library into `place`, an empty folder.

    `earlier` is a whole index by the same embedder, of whatever state of the library.
    """
    heads = writer.heads()
    plan = _plan(heads, earlier)
    held = {**plan.kept, **{head.id: _held(writer, head) for head in plan.new}}
    prominence = Prominence()
    for policy in held.values():
        prominence.count(policy.cites)
    standings = {head.id: Standing(prominence.of(head.name), regional(head.name)) for head in heads}
    builder = LocalBuilder(place, embedder.dim, plan.earlier, plan.gone)
    total = writer.counts()[1] - len(builder)
    rest = _units(writer, plan.new)
    for done in range(0, total, _BATCH):
        progress("建立索引", done, total)
        batch = list(islice(rest, _BATCH))
        texts = [in_context(head, clause) for head, clause in batch]
        bags = [cut(text) for text in texts]
        entries = [
            Entry(clause.id, head.id, tokens, standings[head.id])
            for (head, clause), tokens in zip(batch, bags, strict=True)
        ]
        builder.add(entries, embedded(embedder, texts, bags))
    builder.rate(standings)
    builder.finish()
    contents.write(place, held)
    progress("建立索引", total, total)


def _plan(heads: Sequence[PolicyHead], earlier: Path | None) -> _Plan:
    """By comparing versions: whoever changed the library, and how often, is of no concern."""
    held = contents.read(earlier) if earlier else {}
    versions = {head.id: head.sha256 for head in heads}
    kept = {key: policy for key, policy in held.items() if versions.get(key) == policy.sha256}
    gone = [key for key in held if key not in kept]
    if not earlier or not worth_beginning_with(earlier, gone):
        return _Plan(None, {}, (), heads)
    return _Plan(earlier, kept, gone, [head for head in heads if head.id not in kept])


def _held(writer: Writer, head: PolicyHead) -> Held:
    return Held(head.sha256, tuple(sorted(cited_by(head.name, writer.text(head.id)))))


def _units(writer: Writer, heads: Sequence[PolicyHead]) -> Iterator[tuple[PolicyHead, Clause]]:
    for head in heads:
        for clause in writer.units(head):
            yield head, clause
