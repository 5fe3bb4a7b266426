"""What many tests share: one chatbot on the shipped policy, read only."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from sse_starlette.sse import AppStatus

from chatbot.chain import Chatbot
from chatbot.settings import Settings
from chatbot.wiring import open_chatbot
from index.embedders import load
from index.ingest import ingest
from index.snapshot import open_searcher
from tests.laws import write
from tests.milvus import running

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["LANGSMITH_TRACING"] = "false"

# A shell that runs us in the background has us ignore Ctrl+C, and the servers that we start too.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes is no property of the code, and a run is to be the same twice.
hypothesis.settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis.settings.load_profile("steady")


@pytest.fixture(autouse=True)
def streams_may_begin() -> None:
    """A server that stopped in this process told every stream of the process to end."""
    AppStatus.should_exit = False


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the shared chatbot; whatever writes takes `tmp_path` instead."""
    return Settings(data=tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def bot(settings: Settings) -> Iterator[Chatbot]:
    """The product on the policy that ships with it."""
    chatbot = open_chatbot(settings)
    yield chatbot
    chatbot.close()


@pytest.fixture(scope="session")
def laws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    """The product on a few laws with names that resemble each other, read only."""
    folder, data = tmp_path_factory.mktemp("files"), tmp_path_factory.mktemp("laws")
    write(folder)
    embedder = load("builtin")
    ingest(data, [folder], embedder=embedder)
    chatbot = Chatbot(open_searcher(data, embedder=embedder))
    yield chatbot
    chatbot.close()


@pytest.fixture(scope="session")
def milvus() -> Iterator[str]:
    """The address of a Milvus server; whoever writes has collections of their own."""
    with running() as address:
        yield address


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The collection of laws; CI must have it."""
    folder = os.environ.get("POLICY_CORPUS")
    if folder:
        return Path(folder)
    if os.environ.get("CI"):
        pytest.fail("POLICY_CORPUS names no folder")
    pytest.skip("set POLICY_CORPUS to a folder of laws")
