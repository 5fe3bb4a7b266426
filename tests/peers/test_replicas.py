"""Three servers behind nginx over one PostgreSQL and one index: what users see when one fails."""

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from time import sleep

import httpx
import pytest

from chatbot.records import Records
from chatbot.records.keys import Scope
from index.embedders import load
from index.ingest import ingest, shipped
from tests import postgres, redis_server
from tests.deploy.test_files import installed
from tests.recorded import is_recorded
from tests.redis_server import RedisServer
from tests.replicas import Cluster, Replica, cluster
from tests.visitor import Visitor
from tests.waiting import PATIENCE_S, until
from tests.wire import Wire

QUESTION = "中试平台怎么建"
SOON = "?connect_timeout=3&tcp_user_timeout=5000"


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with postgres.running() as started:
        yield started


@pytest.fixture(scope="module")
def url(server: postgres.Server) -> str:
    return postgres.database(server)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cluster") / "data"


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with redis_server.running() as started:
        yield started


@pytest.fixture(scope="module")
def wire(server: postgres.Server) -> Iterator[Wire]:
    """By which the last replica reaches its database."""
    with Wire(server.port) as laid:
        yield laid


@pytest.fixture(scope="module")
def three(url: str, data: Path, redis: RedisServer, wire: Wire) -> Iterator[Cluster]:
    """Every request is counted, though none is one too many."""
    installed("nginx")
    ingest(data, [shipped()], embedder=load("builtin"), url=url)
    by_wire = url.replace(f":{wire.to}/", f":{wire.port}/")
    urls = [each + SOON for each in (url, url, by_wire)]
    with cluster(data, urls, limits_url=redis.url, address_rate="1000000") as started:
        yield started


def under_load(three: Cluster, happening: Callable[[], None]) -> Counter[int]:
    """How many questions were answered with which status while something happened."""
    seen: list[int] = []
    enough = Event()

    def asking() -> None:
        while not enough.is_set():
            seen.append(three.ask(QUESTION).status_code)

    with ThreadPoolExecutor(4) as pool:
        askers = [pool.submit(asking) for _ in range(4)]
        try:
            until(lambda: len(seen) > 20)
            happening()
        finally:
            enough.set()
        for asker in askers:
            asker.result()
    return Counter(seen)


def test_a_rolling_restart_loses_no_request(three: Cluster) -> None:
    def restart() -> None:
        for replica in three.replicas:
            replica.end()
            replica.start()
            sleep(2)  # nginx counts it as failed so long, and may have no other for the next

    seen = under_load(three, restart)
    assert set(seen) == {200}


def test_one_that_is_killed_is_not_missed_and_nothing_recorded_is_lost(
    three: Cluster, url: str, data: Path
) -> None:
    victim = three.replicas[1]
    answers = [ask(victim) for _ in range(5)]
    seen = under_load(three, lambda: victim.end(signal.SIGKILL))
    assert set(seen) == {200}
    victim.start()
    with closing(Records.open(data, url)) as records:
        read = [records.answers.read(each.json()["id"]) for each in answers]
    assert {each.question for each in read} == {QUESTION}


def test_one_that_hangs_costs_its_askers_a_wait_and_no_answer(three: Cluster) -> None:
    """Nginx has heard nothing for `proxy_read_timeout` then, and asks another."""
    three.replicas[0].send(signal.SIGSTOP)
    try:
        assert {three.ask(QUESTION).status_code for _ in range(2)} == {200}
    finally:
        three.replicas[0].send(signal.SIGCONT)


def test_what_is_published_once_is_answered_by_all(
    three: Cluster, url: str, data: Path, tmp_path: Path
) -> None:
    (tmp_path / "养殖.md").write_text(
        "# 关于海水养殖的意见\n一、任务\n建设深远海养殖工船。", "utf-8"
    )
    ingest(data, [tmp_path / "养殖.md"], embedder=load("builtin"), url=url)
    for replica in three.replicas:
        reply = httpx.post(
            f"{replica.address}/v1/ask", json={"question": "养殖工船怎么建"}, timeout=PATIENCE_S
        )
        assert "建设深远海养殖工船。" in reply.json()["citations"][0]["quote"]


def test_without_its_database_it_says_so_and_goes_on_when_that_is_back(
    three: Cluster, server: postgres.Server
) -> None:
    server.kill()
    try:
        reply = three.ask(QUESTION)
    finally:
        server.start()
    assert reply.status_code == 503
    assert "请稍后再试" in reply.json()["detail"]
    assert answered(three)


def test_while_its_database_hangs_it_says_so_and_goes_on_when_that_does(
    three: Cluster, server: postgres.Server, url: str, data: Path
) -> None:
    """The answer before was recorded, or is when there is somebody to record it."""
    before = answered(three)
    with server.hanging():
        replies = [three.ask(QUESTION) for _ in range(2)]
        healthy = [f"{each.address}/healthz" for each in three.replicas]
        alive = [httpx.get(url, timeout=30).status_code for url in healthy]
    assert {reply.status_code for reply in replies} == {503}
    assert all("请稍后再试" in reply.json()["detail"] for reply in replies)
    assert all(int(reply.headers["retry-after"]) > 0 for reply in replies)
    assert alive == [200, 200, 200]
    after = answered(three)
    with closing(Records.open(data, url)) as records:
        until(lambda: all(is_recorded(records, number, QUESTION) for number in (before, after)))


def answered(three: Cluster) -> str:
    """The id of an answer when all is well, which each replica has to see; nginx spares it 2 s."""
    until(lambda: all(ask(replica).is_success for replica in three.replicas))
    replies: list[httpx.Response] = []

    def succeeds() -> bool:
        replies.append(three.ask(QUESTION))
        return replies[-1].is_success

    until(succeeds)
    number: str = replies[-1].json()["id"]
    return number


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP])
def test_without_redis_no_request_fails(three: Cluster, redis: RedisServer, end: int) -> None:
    def happening() -> None:
        redis.send(end)
        assert {three.ask(QUESTION).status_code for _ in range(6)} == {200}

    try:
        seen = under_load(three, happening)
    finally:
        redis.again()
    assert set(seen) == {200}


def test_one_that_is_cut_off_from_its_database_gives_way_to_another(
    three: Cluster, wire: Wire
) -> None:
    """Nothing comes back to it, not even that there is nobody."""
    cut_off = three.replicas[2]
    with wire.cut():
        assert {three.ask(QUESTION).status_code for _ in range(4)} == {200}
        reply = ask(cut_off)
        assert reply.status_code == 503
        assert "请稍后再试" in reply.json()["detail"]
    until(lambda: ask(cut_off).is_success)  # an attempt that began before has to end


def ask(replica: Replica) -> httpx.Response:
    """What one replica answers, whatever nginx thinks of it."""
    return httpx.post(f"{replica.address}/v1/ask", json={"question": QUESTION}, timeout=60)


def test_a_talk_in_the_page_goes_on_though_there_are_three_replicas(three: Cluster) -> None:
    for number in range(4):
        with Visitor(three.address, f"browser {number}") as visitor:
            assert "同步构筑中试能力" in visitor.ask(QUESTION)
            assert "同步构筑中试能力" in visitor.ask("它的原文")


def test_who_signed_in_at_one_that_is_killed_signs_in_at_another(
    three: Cluster, url: str, data: Path
) -> None:
    with (
        closing(Records.open(data, url)) as records,
        httpx.Client(base_url=three.address, timeout=60) as browser,
    ):
        key, secret = records.keys.create("门户", [Scope.ASK])
        until(lambda: all(asks_for_a_key(each) for each in three.replicas))
        assert browser.post("/sign-in", data={"key": secret}).status_code == 303
        assert browser.get("/").is_success
        [victim] = [each for each in three.replicas if knows(each, browser)]
        victim.end(signal.SIGKILL)
        asked = browser.get("/")
        assert (asked.status_code, 'name="key"' in asked.text) == (401, True)
        assert browser.post("/sign-in", data={"key": secret}).status_code == 303
        assert browser.get("/").is_success
        victim.begin()
        records.keys.revoke(key.id)


def asks_for_a_key(replica: Replica) -> bool:
    return httpx.get(f"{replica.address}/", timeout=60).status_code == 401


def knows(replica: Replica, browser: httpx.Client) -> bool:
    """Whether a visitor has signed in there."""
    return httpx.get(replica.address, cookies=browser.cookies, timeout=60).is_success
