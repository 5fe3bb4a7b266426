import re

import pytest
from starlette.testclient import TestClient

from ui.widget.portal import portal


@pytest.fixture
def client() -> TestClient:
    return TestClient(portal("http://127.0.0.1:8000", "0123456789abcdef"))


@pytest.mark.parametrize("path", ["/", "/inline", "/frame"])
def test_every_way_to_embed_has_a_page_without_inline_code_or_style(
    client: TestClient, path: str
) -> None:
    response = client.get(path)
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script>", response.text) == []
    assert "unsafe" not in response.headers["content-security-policy"]
    assert "site=" in response.text


def test_the_portal_loads_one_script_and_reaches_one_server(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "script-src http://127.0.0.1:8000/widget/policy-chat.js;" in policy
    assert "connect-src http://127.0.0.1:8000;" in policy
    assert "trusted-types 'none'" in policy


def test_a_portal_in_english_has_a_widget_in_english(client: TestClient) -> None:
    assert '<html lang="en">' in client.get("/?lang=en").text
