"""The API behind keys and limits."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from fastapi.testclient import TestClient

from chatbot.answer import Answer
from chatbot.answer import Event as Answering
from chatbot.api.access import Limits
from chatbot.api.app import create_app
from chatbot.chain import Chatbot
from chatbot.question import Question
from chatbot.records import Records
from chatbot.records.keys import Scope
from tests.waiting import PATIENCE_S

ASKED = {"question": "中试平台怎么建"}


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records.open(tmp_path)


def client(bot: Chatbot, records: Records, limits: Limits = Limits()) -> TestClient:
    return TestClient(create_app(bot, records, limits), raise_server_exceptions=False)


def bearer(secret: str) -> dict[str, str]:
    return {"authorization": f"Bearer {secret}"}


def test_without_keys_everybody_is_let_in(bot: Chatbot, records: Records) -> None:
    assert client(bot, records).post("/v1/ask", json=ASKED).status_code == 200


@pytest.mark.parametrize("headers", [{}, bearer("pc-guess"), {"authorization": "Basic eDp5"}])
def test_with_keys_nobody_is_let_in_without_one(
    bot: Chatbot, records: Records, headers: dict[str, str]
) -> None:
    records.keys.create("门户", [Scope.ASK])
    response = client(bot, records).post("/v1/ask", json=ASKED, headers=headers)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert response.json()["type"].endswith(":key-rejected")


def test_a_key_opens_what_its_scopes_say(bot: Chatbot, records: Records) -> None:
    api = client(bot, records)
    _, asker = records.keys.create("门户", [Scope.ASK])
    _, reader = records.keys.create("统计", [Scope.READ])
    assert api.post("/v1/ask", json=ASKED, headers=bearer(asker)).status_code == 200
    assert api.get("/v1/policies", headers=bearer(reader)).status_code == 200
    denied = api.post("/v1/ask", json=ASKED, headers=bearer(reader))
    assert denied.status_code == 403
    assert "没有 ask 权限" in denied.json()["detail"]


def test_a_revoked_key_opens_nothing_from_then_on(bot: Chatbot, records: Records) -> None:
    api = client(bot, records)
    key, secret = records.keys.create("门户", [Scope.ASK])
    records.keys.create("另一个", [Scope.ASK])
    records.keys.revoke(key.id)
    assert api.post("/v1/ask", json=ASKED, headers=bearer(secret)).status_code == 401


def test_whoever_watches_over_the_server_needs_no_key(bot: Chatbot, records: Records) -> None:
    records.keys.create("门户", [Scope.ASK])
    assert client(bot, records).get("/healthz").status_code == 200


def test_too_many_requests_with_one_key_are_told_when_to_come_again(
    bot: Chatbot, records: Records
) -> None:
    api = client(bot, records, Limits(per_key=2))
    _, secret = records.keys.create("门户", [Scope.READ])
    _, other = records.keys.create("另一个", [Scope.READ])
    codes = [api.get("/v1/policies", headers=bearer(secret)).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    refused = api.get("/v1/policies", headers=bearer(secret))
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert api.get("/v1/policies", headers=bearer(other)).status_code == 200


def test_an_address_without_a_key_may_be_limited(bot: Chatbot, records: Records) -> None:
    api = client(bot, records, Limits(per_address=1))
    assert [api.get("/v1/policies").status_code for _ in range(2)] == [200, 429]


def test_beyond_the_places_there_are_a_request_is_put_off(bot: Chatbot, records: Records) -> None:
    begun, go_on = Event(), Event()

    class Slow(Chatbot):
        def answer(self, question: Question) -> Answer:
            begun.set()
            go_on.wait(PATIENCE_S)
            return super().answer(question)

    api = client(Slow(bot.searcher), records, Limits(at_once=1))
    first: list[int] = []
    asking = Thread(
        target=lambda: first.append(api.post("/v1/ask", json=ASKED).status_code), daemon=True
    )
    asking.start()
    assert begun.wait(PATIENCE_S)
    busy = api.post("/v1/ask", json=ASKED)
    go_on.set()
    asking.join()
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "1")
    assert "已经达到上限" in busy.json()["detail"]
    assert first == [200]
    assert api.post("/v1/ask", json=ASKED).status_code == 200


def test_a_place_is_kept_until_a_stream_ends(bot: Chatbot, records: Records) -> None:
    begun, go_on = Event(), Event()

    class Slow(Chatbot):
        def events(self, question: Question) -> Iterator[Answering]:
            begun.set()
            go_on.wait(PATIENCE_S)
            yield from super().events(question)

    api = client(Slow(bot.searcher), records, Limits(at_once=1))
    streamed: list[str] = []
    asked = {**ASKED, "stream": True}
    asking = Thread(
        target=lambda: streamed.append(api.post("/v1/ask", json=asked).text), daemon=True
    )
    asking.start()
    assert begun.wait(PATIENCE_S)
    busy = api.get("/v1/policies")
    go_on.set()
    asking.join()
    assert busy.status_code == 503
    assert "event: done" in streamed[0]
    assert api.get("/v1/policies").status_code == 200


def test_whoever_is_turned_away_takes_no_place(bot: Chatbot, records: Records) -> None:
    api = client(bot, records, Limits(at_once=1))
    _, reader = records.keys.create("统计", [Scope.READ])
    refused = [api.get("/v1/policies", headers=bearer("pc-guess")).status_code for _ in range(2)]
    assert refused == [401, 401]
    unread = [
        api.get("/v1/policies/000000000000", headers=bearer(reader)).status_code for _ in range(2)
    ]
    assert unread == [404, 404]
    assert api.get("/v1/policies", headers=bearer(reader)).status_code == 200


def test_the_other_ways_in_want_the_key_too(bot: Chatbot, records: Records) -> None:
    api = client(bot, records)
    _, secret = records.keys.create("门户", [Scope.ASK])
    said = {"model": "policy-chatbot", "messages": [{"role": "user", "content": "中试平台怎么建"}]}
    refused = api.post("/v1/chat/completions", json=said)
    assert refused.status_code == 401
    assert refused.json()["error"]["code"] == "key_rejected"
    assert api.post("/v1/chat/completions", json=said, headers=bearer(secret)).status_code == 200
    assert api.post("/mcp", json={}).status_code == 401
    streamed = api.post("/v1/ask", json={**ASKED, "stream": True})
    assert streamed.status_code == 401


def test_who_guesses_keys_is_put_off_with_the_right_one_too(bot: Chatbot, records: Records) -> None:
    api = client(bot, records, Limits(wrong_keys=2))
    _, secret = records.keys.create("门户", [Scope.READ])
    guesses = [bearer(f"pc-{n}") for n in range(3)]
    codes = [api.get("/v1/policies", headers=guess).status_code for guess in guesses]
    assert codes == [401, 401, 429]
    refused = api.get("/v1/policies", headers=bearer(secret))
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert api.post("/mcp", json={}, headers=bearer(secret)).status_code == 429


def test_a_request_without_a_key_is_no_guess(bot: Chatbot, records: Records) -> None:
    api = client(bot, records, Limits(wrong_keys=1))
    _, secret = records.keys.create("门户", [Scope.READ])
    assert [api.get("/v1/policies").status_code for _ in range(3)] == [401] * 3
    assert api.get("/v1/policies", headers=bearer(secret)).status_code == 200
