"""What is asked of a Milvus server, in our own terms and with our own errors."""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from index.embedders import Vectors
from index.errors import BackendUnavailable
from index.milvus.options import BUILT, SEARCHED, Kind, Options

if TYPE_CHECKING:
    from pymilvus import CollectionSchema

KEY, EDITION, CLAUSE = "key", "edition", "clause_id"
DENSE, BM25, HELD = "dense", "bm25", "held"
"""Fields of a collection: one row is one clause of one version of its policy."""

_CLAUSE_ID = 1024
"""Bytes that the id of a clause may have."""
_PATIENCE = 30
"""How many times longer than a question may take what is done while an index is built."""

_AT_ONCE = 64
"""Searches that are waited for at once: two a question, and as many questions as have threads."""

_ENTITY = "entity"

T = TypeVar("T")
Sparse = dict[int, float]
Row = dict[str, Any]


class Sought(NamedTuple):
    """What a search is for: float32 [dim] for the field `DENSE`, sparse for the others."""

    field: str
    vector: Vectors | Sparse

    @property
    def is_nothing(self) -> bool:
        """Whether every product with it is 0."""
        return not (self.vector if isinstance(self.vector, dict) else self.vector.any())


class How(NamedTuple):
    """How a collection is searched.

    Attributes:
        kind: of its index of vectors.
        since: the server's time of what has to be seen; 0 for all that was written until now.
    """

    kind: Kind = "FLAT"
    since: int = 0


class Found(NamedTuple):
    """A row that a search found, with its inner product with what was looked for."""

    key: int
    product: float
    clause_id: str
    edition: int


class Server:
    """A connection that threads share.

    Raises:
        BackendUnavailable: here and by every method, if the server does not answer or refuses.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._soon, self._late = options.timeout_s, _PATIENCE * options.timeout_s
        self._waiting = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="milvus")
        with self._available():
            from pymilvus import MilvusClient

            # It writes every failure with its stack, and then raises it.
            logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
            self._client = MilvusClient(options.uri, token=options.token, timeout=self._soon)

    def create(self, name: str, dim: int) -> None:
        """A new collection, empty, in place of any that there is with its name."""
        from pymilvus import MilvusClient

        indexes = MilvusClient.prepare_index_params()
        kind = self._options.index
        indexes.add_index(DENSE, index_type=kind, metric_type="IP", params=BUILT[kind])
        for sparse in (BM25, HELD):
            indexes.add_index(sparse, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
        for there in self.collections(name):
            self.drop(there)
        with self._available():
            self._client.create_collection(
                name,
                schema=_schema(dim),
                index_params=indexes,
                consistency_level="Strong",
                timeout=self._late,
            )

    def drop(self, name: str) -> None:
        """Drop a collection."""
        with self._available():
            self._client.drop_collection(name, timeout=self._late)

    def collections(self, start: str) -> list[str]:
        """Names of the collections that begin so."""
        with self._available():
            names: list[str] = self._client.list_collections(timeout=self._soon)
        return [name for name in names if name.startswith(start)]

    def point(self, alias: str, name: str) -> None:
        """Have an alias mean this collection."""
        with self._available():
            known = self._client.list_aliases(timeout=self._soon)["aliases"]
            move = self._client.alter_alias if alias in known else self._client.create_alias
            move(name, alias, timeout=self._late)

    def put(self, name: str, rows: Sequence[Row]) -> None:
        """Add rows; those with the same keys are replaced, so that it may be tried twice."""
        with self._available():
            self._client.upsert(name, list(rows), timeout=self._late)

    def delete(self, name: str, which: str) -> None:
        """Delete the rows of which an expression is true."""
        with self._available():
            self._client.delete(name, filter=which, timeout=self._late)

    def flush(self, name: str) -> None:
        """Have what was added written into a segment, which gets its indexes."""
        with self._available():
            self._client.flush(name, timeout=self._late)

    def read(self, name: str, which: str, field: str) -> dict[int, Any]:
        """Key → one field, of the rows of which an expression is true; 16,384 at the most."""
        with self._available():
            found = self._client.query(
                name, filter=which, output_fields=[KEY, field], timeout=self._late
            )
        return {row[KEY]: row[field] for row in found}

    def count(self, name: str, which: str = "") -> int:
        """How many rows an expression is true of after all that was written; of all without one.

        The collection is loaded, if it is not; 0 if there is none.
        """
        with self._available():
            if not self._client.has_collection(name, timeout=self._soon):
                return 0
            self._client.load_collection(name, timeout=self._soon)
            counted = self._client.query(
                name,
                filter=which,
                output_fields=["count(*)"],
                consistency_level="Strong",
                timeout=self._soon,
            )
        return int(counted[0]["count(*)"])

    def together(self, *calls: Callable[[], T]) -> list[T]:
        """What these return, waited for at once."""
        return list(self._waiting.map(lambda call: call(), calls))

    def search(
        self, name: str, sought: Sought, k: int, which: str, how: How
    ) -> tuple[list[Found], int]:
        """The k rows with the greatest inner products, and the server's time of what was seen.

        Args:
            name: of the collection.
            sought: a vector and the field of those that it is multiplied with.
            k: how many at most.
            which: an expression that is true of the rows.
            how: it is searched.
        """
        seen = {"consistency_level": "Customized", "guarantee_timestamp": how.since}
        with self._available():
            found = self._client.search(
                name,
                data=[sought.vector],
                anns_field=sought.field,
                filter=which,
                limit=k,
                output_fields=[CLAUSE, EDITION],
                search_params={"params": SEARCHED[how.kind](k) if sought.field == DENSE else {}},
                timeout=self._soon,
                **(seen if how.since else {"consistency_level": "Strong"}),
            )
            rows = [
                Found(hit[KEY], float(hit["distance"]), hit[_ENTITY][CLAUSE], hit[_ENTITY][EDITION])
                for hit in found[0]
            ]
            return rows, found.get_session_ts()

    @contextmanager
    def _available(self) -> Iterator[None]:
        try:
            from grpc import RpcError
            from pymilvus.exceptions import MilvusException
        except ModuleNotFoundError as error:
            raise BackendUnavailable(
                "没有安装 Milvus 的客户端。", hint="请运行 pip install 'policy-chatbot[milvus]'。"
            ) from error
        try:
            yield
        except (MilvusException, RpcError) as error:
            reason = error.message if isinstance(error, MilvusException) else error
            raise BackendUnavailable(
                f"Milvus（{self._options.address}）无法使用：{reason}",
                kept="已发布的政策和索引没有改动。",
                hint="请检查 CHATBOT_MILVUS_URI、CHATBOT_MILVUS_TOKEN，以及该服务是否在运行。",
            ) from error


def _schema(dim: int) -> "CollectionSchema":
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field(KEY, DataType.INT64, is_primary=True)
    schema.add_field(EDITION, DataType.INT64)
    schema.add_field(CLAUSE, DataType.VARCHAR, max_length=_CLAUSE_ID)
    schema.add_field(DENSE, DataType.FLOAT_VECTOR, dim=dim)
    schema.add_field(BM25, DataType.SPARSE_FLOAT_VECTOR)
    schema.add_field(HELD, DataType.SPARSE_FLOAT_VECTOR)
    return schema
