"""Milvus Lite: a server that answers Milvus' own client, while a block runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from milvus_lite.adapter.grpc.server import start_server_in_thread


@contextmanager
def running() -> Iterator[str]:
    """The address of a server in this process, over a folder of its own."""
    with TemporaryDirectory() as folder:
        server, database, port = start_server_in_thread(folder)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.stop(grace=None).wait()
            database.close()
