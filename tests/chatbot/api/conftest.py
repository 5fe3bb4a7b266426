"""The API over the shared chatbot."""

import pytest
from fastapi.testclient import TestClient

from chatbot.api.app import create_app
from chatbot.chain import Chatbot
from chatbot.records import Records


@pytest.fixture(scope="session")
def client(bot: Chatbot, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Sees errors as a client does; entering it would close the shared chatbot."""
    return TestClient(
        create_app(bot, Records.open(tmp_path_factory.mktemp("records"))),
        raise_server_exceptions=False,
    )
