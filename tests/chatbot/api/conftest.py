"""The API over the shared chatbot."""

import pytest
from fastapi.testclient import TestClient

from chatbot.api.app import create_app
from chatbot.chain import Chatbot


@pytest.fixture(scope="session")
def client(bot: Chatbot) -> TestClient:
    """Sees errors as a client does; entering it would close the shared chatbot."""
    return TestClient(create_app(bot), raise_server_exceptions=False)
