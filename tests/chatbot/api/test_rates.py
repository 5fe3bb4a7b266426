"""Counting requests, by one process and by several in one Redis."""

import logging
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from chatbot.api.access import Limits
from chatbot.api.app import create_app
from chatbot.api.rates import Rates
from chatbot.chain import Chatbot
from chatbot.errors import BadSettings, RateLimited
from chatbot.records import Records
from chatbot.records.keys import Scope
from tests import redis_server
from tests.redis_server import RedisServer


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with redis_server.running() as started:
        yield started


@pytest.fixture
def redis(server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    """With patience enough for a busy machine, and empty."""
    monkeypatch.setattr("chatbot.api.rates._PATIENCE_S", 30)
    yield server
    server.kill()
    server.start()


def passed(rates: Rates, tries: int, a_minute: int = 3, who: str = "甲") -> int:
    """How many of so many requests were within the rate."""
    return sum(_within(rates, a_minute, who) for _ in range(tries))


def _within(rates: Rates, a_minute: int, who: str) -> bool:
    try:
        rates.count(a_minute, "key", who)
    except RateLimited:
        return False
    return True


@pytest.fixture(params=["process", "redis"])
def rates(request: pytest.FixtureRequest) -> Rates:
    if request.param == "process":
        return Rates()
    return Rates(request.getfixturevalue("redis").url)


def test_so_many_are_within_the_rate_and_no_more(rates: Rates) -> None:
    assert passed(rates, 5) == 3
    assert passed(rates, 1, who="乙") == 1
    assert passed(rates, 9, a_minute=0) == 9


def test_who_asks_too_often_is_told_when_to_come_again(rates: Rates) -> None:
    passed(rates, 3)
    with pytest.raises(RateLimited, match="每分钟最多 3 次") as caught:
        rates.count(3, "key", "甲")
    assert 1 <= caught.value.after_s <= 60


def test_checking_counts_nothing(rates: Rates) -> None:
    for _ in range(5):
        rates.check(1, "wrong", "甲")
    rates.count(1, "wrong", "甲")
    with pytest.raises(RateLimited):
        rates.check(1, "wrong", "甲")


def test_many_threads_count_each_request_once(rates: Rates) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: passed(rates, 5, a_minute=20), range(8))) == 20


def test_replicas_count_together(redis: RedisServer) -> None:
    one, other = Rates(redis.url), Rates(redis.url)
    assert passed(one, 2) + passed(other, 2) == 3


def test_a_key_may_ask_as_often_of_all_replicas_as_of_one(
    redis: RedisServer, bot: Chatbot, tmp_path: Path
) -> None:
    records = Records.open(tmp_path)
    _, secret = records.keys.create("门户", [Scope.READ])
    limits = Limits(per_key=2, wrong_keys=2, url=redis.url)
    replicas = [TestClient(create_app(bot, records, limits)) for _ in range(2)]

    def codes(key: str) -> list[int]:
        headers = {"authorization": f"Bearer {key}"}
        return [api.get("/v1/policies", headers=headers).status_code for api in replicas * 2]

    assert codes(secret) == [200, 200, 429, 429]
    assert codes("pc-guess") == [401, 401, 429, 429]


def test_without_redis_each_counts_by_itself_and_together_when_it_is_back(
    redis: RedisServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("chatbot.api.rates._PAUSE_S", 0)
    one, other = Rates(redis.url), Rates(redis.url)
    assert passed(one, 1) + passed(other, 1) == 2
    redis.kill()
    with caplog.at_level(logging.WARNING):
        assert (passed(one, 9), passed(other, 9)) == (3, 3)
        assert [record.message.split(",")[0] for record in caplog.records] == ["Redis is away"] * 2
        redis.start()
        assert passed(one, 2) + passed(other, 2) == 3  # on connections from before
        assert [record.message.split(",")[0] for record in caplog.records[2:]] == [
            "Redis is back"
        ] * 2


def test_a_redis_that_hangs_is_left_alone_and_holds_nobody_up(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One request waits for it for a moment, and then none until the next try."""
    rates = Rates(server.url)
    assert passed(rates, 1) == 1
    server.send(signal.SIGSTOP)
    try:
        monkeypatch.setattr("chatbot.api.rates._PAUSE_S", 3600)
        assert passed(rates, 1000, a_minute=800) == 800
    finally:
        server.send(signal.SIGCONT)


def test_a_redis_that_was_never_there_lets_the_server_start() -> None:
    assert passed(Rates("redis://127.0.0.1:1/0"), 4) == 3


@pytest.mark.parametrize("url", ["redis://localhost:port", "memory://", "http://localhost"])
def test_an_address_that_is_no_redis_is_an_error_that_says_how_it_is_written(url: str) -> None:
    with pytest.raises(BadSettings, match="CHATBOT_LIMITS_URL") as caught:
        Rates(url)
    assert "redis://主机:6379/0" in caught.value.hint


def test_without_the_client_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(BadSettings) as caught:
        Rates("redis://localhost:6379/0")
    assert "policy-chatbot[redis]" in caught.value.hint
