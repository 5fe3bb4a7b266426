import logging
import sys

import pytest

from index.errors import BackendUnavailable
from index.milvus.options import Options
from index.milvus.server import Server


def test_no_secret_is_shown(caplog: pytest.LogCaptureFixture) -> None:
    options = Options("http://root:hidden@127.0.0.1:1/laws", "root:secret", timeout_s=0.5)
    caplog.set_level(logging.DEBUG)
    with pytest.raises(BackendUnavailable) as caught:
        Server(options)
    shown = f"{caught.value} {options.address} {caplog.text}"
    assert "127.0.0.1:1" in shown
    assert "secret" not in f"{shown} {options}"
    assert "hidden" not in shown


def test_without_its_client_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    monkeypatch.setitem(sys.modules, "pymilvus.exceptions", None)
    with pytest.raises(BackendUnavailable) as caught:
        Server(Options("http://127.0.0.1:1"))
    assert "policy-chatbot[milvus]" in caught.value.hint


def test_what_a_server_refuses_is_told(milvus: str) -> None:
    with pytest.raises(BackendUnavailable) as caught:
        Server(Options(milvus, timeout_s=60)).put("nothing_here", [{"key": 1}])
    assert "nothing_here" in caught.value.what
    assert caught.value.hint


def test_a_collection_that_is_not_there_has_no_rows(milvus: str) -> None:
    assert Server(Options(milvus, timeout_s=60)).count("nothing_here") == 0
