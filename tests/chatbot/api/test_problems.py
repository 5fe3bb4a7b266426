import logging

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from chatbot.api.problems import ROWS, install
from index.errors import FileTooLarge, IndexDamaged, LibraryUnavailable, PolicyChatError


def subclasses(cls: type[PolicyChatError]) -> set[type[PolicyChatError]]:
    return set(cls.__subclasses__()).union(*(subclasses(sub) for sub in cls.__subclasses__()))


def raising(error: Exception) -> TestClient:
    """An application whose only page fails."""
    app = FastAPI()
    install(app)

    @app.get("/")
    def page() -> None:
        raise error

    return TestClient(app, raise_server_exceptions=False)


def test_every_error_has_a_row() -> None:
    assert subclasses(PolicyChatError) <= ROWS.keys()


def test_no_two_errors_share_a_slug() -> None:
    slugs = [slug for _, slug, _ in ROWS.values()]
    assert len(set(slugs)) == len(slugs)


def test_an_error_says_what_was_kept_and_what_to_do() -> None:
    response = raising(FileTooLarge("太大。", kept="没有改动。", hint="请拆分。")).get("/")
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"] == "太大。 没有改动。 请拆分。"


def test_what_is_wrong_inside_goes_to_the_log_alone(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        response = raising(IndexDamaged("/srv/data/snapshots 不完整")).get("/")
    assert (response.status_code, response.json()["title"]) == (503, "索引损坏")
    assert "/srv" not in response.text
    assert "/srv/data/snapshots 不完整" in caplog.text


def test_who_finds_another_server_away_is_told_when_to_come_again() -> None:
    response = raising(LibraryUnavailable("数据库无法使用。")).get("/")
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")


def test_a_bug_is_a_500_that_shows_nothing_of_it(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        response = raising(ZeroDivisionError("secret")).get("/")
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "secret" not in response.text
    assert "secret" in caplog.text


def test_an_unknown_address_is_a_problem_too(client: TestClient) -> None:
    response = client.get("/v1/nothing")
    assert (response.status_code, response.json()["type"]) == (404, "about:blank")
    assert response.json()["instance"] == "/v1/nothing"
    assert "/openapi.json" in response.json()["detail"]


def test_a_wrong_method_is_told_the_right_one(client: TestClient) -> None:
    response = client.get("/v1/ask")
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert "Allow" in response.json()["detail"]


@pytest.mark.parametrize("question", [" ", "\u3000\n", "a\x00b", "a\x1bb", "a\x85b"])
def test_a_question_that_cannot_be_read_is_refused(client: TestClient, question: str) -> None:
    problem = client.post("/v1/ask", json={"question": question}).json()
    assert problem["status"] == 422
    assert problem["type"].endswith(":bad-question")
    assert "请" in problem["detail"]
