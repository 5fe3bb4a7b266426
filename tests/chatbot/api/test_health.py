from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from chatbot.api.app import create_app
from chatbot.chain import Chatbot
from chatbot.records import Records
from index.embedders import load
from index.library import Library
from index.query.lexicon import Lexicon
from index.search import Searcher
from index.snapshot import open_index
from index.tables import open_engine


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[TestClient]:
    """A server that came up before anything was ingested."""
    library, embedder = Library(open_engine(tmp_path)), load("builtin")
    searcher = Searcher(
        library, embedder, lambda name: open_index(tmp_path, name, embedder), Lexicon(())
    )
    with TestClient(create_app(Chatbot(searcher), Records.open(tmp_path))) as client:
        yield client


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_server_with_an_index_is_alive_and_ready(client: TestClient, path: str) -> None:
    assert client.get(path).json() == {"status": "ok"}


def test_a_server_without_an_index_is_alive_but_not_ready(empty: TestClient) -> None:
    assert empty.get("/healthz").status_code == 200
    response = empty.get("/readyz")
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"].endswith("index-missing")


def test_a_search_without_an_index_is_unavailable(empty: TestClient) -> None:
    assert empty.post("/v1/search", json={"question": "中试"}).status_code == 503
