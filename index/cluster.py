"""Files read and clauses embedded by a Dask cluster, or by processes of this machine.

The scheduler divides the work and gives what a lost worker had to another; what is done comes back
here and is kept in partitions, so that a run that was killed goes on. Workers need this package and
the embedder's files, neither the library nor a shared disk. Why Dask: docs/adr/0014.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.clause import Policy, PolicyHead
from index.context import in_context
from index.embedders import Embedder, FromTokens, Options, load
from index.errors import EmbedderMismatch, SourceError
from index.partitions import (
    Partitions,
    key_of_file,
    key_of_group,
    policies_file,
    policies_in,
    units_file,
)
from index.policy import read_policy
from index.preparing import Group, Prepared, batches, prepared
from index.reading import Content
from index.scheduler import connected, reaching

if TYPE_CHECKING:
    from distributed import Client, Future

_FILES, _BYTES = 64, 8_000_000
"""Files, and bytes in them, after which a partition ends."""
_AHEAD = 3
"""Partitions for each worker that are with the cluster: enough that none of them waits."""
_GPU = "GPU"
"""The resource that workers with a graphics card announce: `dask worker … --resources GPU=1`."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What makes an embedder, see `index.embedders.load`, and the name that it should have."""

    spec: str
    options: Options
    name: str


class OnCluster:
    """See `index.preparing.Preparing`.

    Args:
        client: of the cluster.
        embedder: as `recipe` makes it here.
        done: keeps what is done.
    """

    at_once = True

    def __init__(
        self, client: "Client", embedder: Embedder, recipe: Recipe, done: Partitions
    ) -> None:
        self.embedder = embedder
        self._client = client
        self._recipe = recipe
        self._done = done

    def read(self, contents: Iterator[Content]) -> Iterator[tuple[str, Policy | SourceError]]:
        """See `Preparing`; embeds them on the way."""
        names: dict[str, str] = {}
        under_way: dict[Future[bytes], Future[bytes]] = {}
        for some in _partitions(self._unread(contents, names)):
            read = self._begin(read_files, some)
            under_way[self._begin_embedding(embed_policies, read)] = read
            if len(under_way) >= self._ahead():
                self._keep_finished(under_way)
        while under_way:
            self._keep_finished(under_way)
        yield from ((name, self._done.policy(key)) for key, name in names.items())

    def prepare(self, groups: Iterable[Group]) -> Iterator[Prepared]:
        """See `Preparing`; what was embedded before is taken from there."""
        waiting: deque[tuple[list[str], Future[bytes] | None]] = deque()
        for some in batches(groups):
            keys = [key_of_group(self.embedder.name, group) for group in some]
            new = [g for key, g in zip(keys, some, strict=True) if not self._done.has_group(key)]
            waiting.append((keys, self._begin_embedding(embed_groups, new) if new else None))
            while waiting and (waiting[0][1] is None or len(waiting) >= self._ahead()):
                yield from self._taken(*waiting.popleft())
        while waiting:
            yield from self._taken(*waiting.popleft())

    def _unread(self, contents: Iterator[Content], names: dict[str, str]) -> Iterator[Content]:
        """The files that are in no partition; `names` are noted by the keys of all."""
        for content in contents:
            key = key_of_file(content)
            names[key] = content.name
            if not self._done.has_file(key):
                yield content

    def _ahead(self) -> int:
        return _AHEAD * max(1, sum(int(worker["nthreads"]) for worker in self._workers()))

    def _workers(self) -> list[dict[str, Any]]:
        """What the scheduler knows of each."""
        with reaching():
            return list(self._client.scheduler_info(n_workers=-1).get("workers", {}).values())

    def _begin(self, task: Callable[..., bytes], *given: object, on: str = "") -> "Future[bytes]":
        """Have a worker do something; if `on` is given, one that announces this resource."""
        needs = {on: 1} if on else None
        with reaching():
            # Not pure: what a worker failed to do is to be tried again, not remembered.
            return self._client.submit(task, *given, pure=False, resources=needs)

    def _begin_embedding(self, task: Callable[..., bytes], given: object) -> "Future[bytes]":
        """On a worker with a graphics card where there is one, and the embedder is a network."""
        on_any = isinstance(self.embedder, FromTokens)
        announced = any(worker.get("resources", {}).get(_GPU) for worker in self._workers())
        return self._begin(task, self._recipe, given, on=_GPU if announced and not on_any else "")

    def _keep_finished(self, under_way: "dict[Future[bytes], Future[bytes]]") -> None:
        """Wait for a partition, whichever is the first; what else is finished is kept too."""
        for embedded in _first(list(under_way)):
            self._keep_units(embedded)
            self._done.keep_policies(_result(under_way.pop(embedded)))

    def _keep_units(self, embedded: "Future[bytes]") -> None:
        if data := _result(embedded):
            self._done.keep_units(data)

    def _taken(self, keys: Sequence[str], embedded: "Future[bytes] | None") -> Iterator[Prepared]:
        if embedded:
            self._keep_units(embedded)
        for key in keys:
            yield self._done.group(key)


@contextmanager
def cluster(where: str, embedder: Embedder, recipe: Recipe, folder: Path) -> Iterator[OnCluster]:
    """A cluster to work with; when the block ends well, what is kept in `folder` goes.

    Args:
        where: see `index.scheduler.connected`.
        embedder: as `recipe` makes it here.
        recipe: for the workers.
        folder: of partitions, which is made.

    Raises:
        ClusterFailed: if it cannot be reached, or fails.
    """
    done = Partitions(folder)
    with connected(where) as client:
        yield OnCluster(client, embedder, recipe, done)
    done.clear()


def read_files(contents: Sequence[Content]) -> bytes:
    """On a worker: a partition of files, see `index.partitions.policies_file`."""
    return policies_file((key_of_file(content), _read(content)) for content in contents)


def embed_policies(recipe: Recipe, read: bytes) -> bytes:
    """On a worker: tokens and vectors of what `read_files` read."""
    return embed_groups(recipe, [_group(policy) for policy in policies_in(read)])


def embed_groups(recipe: Recipe, groups: Sequence[Group]) -> bytes:
    """On a worker: tokens and vectors, see `index.partitions.units_file`; empty for no texts."""
    embedder = _loaded(recipe)
    made = [
        pair
        for some in batches(groups)
        for pair in zip(some, prepared(embedder, some), strict=True)
    ]
    return units_file(embedder.name, made) if made else b""


@lru_cache(maxsize=1)
def _loaded(recipe: Recipe) -> Embedder:
    embedder = load(recipe.spec, recipe.options)
    if embedder.name != recipe.name:
        raise EmbedderMismatch(
            f"计算进程的向量模型是 {embedder.name}，这里的是 {recipe.name}。",
            kept="政策库没有改动；已经完成的部分保存着。",
            hint="请在每台机器上的同一位置放置同一个模型，并安装同一版本的程序。",
        )
    return embedder


def _first(futures: "list[Future[bytes]]") -> "set[Future[bytes]]":
    """Those that are finished, once one is."""
    from distributed import wait

    with reaching():
        finished: set[Future[bytes]] = wait(futures, return_when="FIRST_COMPLETED").done
    return finished


def _result(future: "Future[bytes]") -> bytes:
    with reaching():
        return future.result()


def _read(content: Content) -> Policy | SourceError:
    try:
        return read_policy(content.data, content.name)
    except SourceError as error:
        return error


def _group(policy: Policy) -> Group:
    head = PolicyHead(policy.id, policy.source_file, policy.sha256, policy.name, policy.card)
    return [in_context(head, clause) for clause in policy.clauses if clause.unit]


def _partitions(contents: Iterator[Content]) -> Iterator[list[Content]]:
    some: list[Content] = []
    for content in contents:
        some.append(content)
        if len(some) == _FILES or sum(len(each.data) for each in some) >= _BYTES:
            yield some
            some = []
    if some:
        yield some
