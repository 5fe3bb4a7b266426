"""Milvus Lite: a server that answers Milvus' own client, while a block runs."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import grpc
from milvus_lite.adapter.grpc.servicer import MilvusServicer
from milvus_lite.db import MilvusLite
from pymilvus.grpc_gen.milvus_pb2_grpc import add_MilvusServiceServicer_to_server

_OPTIONS = (
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    # The client asks every ten seconds whether the server is there; Milvus allows it, and this
    # one, as it is started by itself, ends the connection.
    ("grpc.http2.max_ping_strikes", 0),
)


@contextmanager
def running() -> Iterator[str]:
    """The address of a server in this process, over a folder of its own."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(10) as workers:
        database = MilvusLite(folder)
        server = grpc.server(workers, options=_OPTIONS)
        add_MilvusServiceServicer_to_server(MilvusServicer(database), server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.stop(grace=None).wait()
            database.close()
