"""What `benchmarks.throughput` sets beside this project, as FastAPI applications."""

import tempfile
from pathlib import Path

from fastapi import FastAPI
from pydantic import BaseModel

from benchmarks.material import prepare
from benchmarks.peers import load
from index.ingest import shipped
from index.policy import read_policy

_FOUND = 10


class Asked(BaseModel):
    """A question."""

    question: str


def hello() -> FastAPI:
    """The least that FastAPI can do: read JSON, write JSON."""
    app = FastAPI()

    @app.post("/v1/ask")
    async def answer(asked: Asked) -> dict[str, str]:
        return {"answer": f"hello, {asked.question}"}

    return app


def langchain() -> FastAPI:
    """The stock retriever of langchain over the policy that ships: ten clauses, no answer."""
    peer = load("langchain ensemble")
    files = [path for path in shipped().iterdir() if path.is_file()]
    policies = [read_policy(path.read_bytes(), path.name) for path in files]
    size = sum(clause.unit for policy in policies for clause in policy.clauses)
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        peer.build(prepare(place / "material", shipped(), size, ()), place)
    app = FastAPI()

    @app.post("/v1/ask")
    def answer(asked: Asked) -> list[tuple[str, str]]:
        return peer.search(asked.question, _FOUND)

    return app
