from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from chatbot.api.app import create_app
from chatbot.jobs import work
from chatbot.records import Records
from chatbot.records.keys import Scope
from chatbot.settings import Settings
from chatbot.uploads import MAX_FILES
from chatbot.wiring import open_chatbot

TEXT = "# 关于平台的意见\n一、中试平台。建设中试平台。".encode()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


@pytest.fixture
def records(settings: Settings) -> Records:
    return Records.open(settings.data)


@pytest.fixture
def api(settings: Settings, records: Records) -> TestClient:
    _, secret = records.keys.create("全部", list(Scope))
    client = TestClient(create_app(open_chatbot(settings), records))
    client.headers["Authorization"] = f"Bearer {secret}"
    return client


def test_an_upload_is_a_job_whose_policy_is_served_without_a_restart(
    api: TestClient, settings: Settings
) -> None:
    sent = api.post("/v1/jobs", files=[("files", ("平台.md", TEXT))])
    assert sent.status_code == 202
    assert (sent.json()["state"], sent.json()["names"]) == ("queued", ["平台.md"])
    work(settings)
    job = api.get(f"/v1/jobs/{sent.json()['id']}").json()
    assert (job["state"], job["undoable"]) == ("done", True)
    assert job["result"]["added"] == ["上传//平台.md"]
    listed = api.get("/v1/policies").json()["policies"]
    (policy,) = [each for each in listed if each["source_file"] == "上传//平台.md"]
    assert api.get(f"/v1/policies/{policy['policy_id']}/clauses").status_code == 200

    removing = api.delete(f"/v1/policies/{policy['policy_id']}")
    assert removing.status_code == 202
    work(settings)
    assert api.get(f"/v1/policies/{policy['policy_id']}").status_code == 404
    assert api.post(f"/v1/jobs/{removing.json()['id']}/undo").status_code == 202
    work(settings)
    assert api.get(f"/v1/policies/{policy['policy_id']}").status_code == 200
    assert [job["task"] for job in api.get("/v1/jobs").json()["jobs"]] == ["undo", "remove", "add"]


def test_what_cannot_be_done_is_a_problem_with_the_reason(api: TestClient) -> None:
    sent = api.post("/v1/jobs", files=[("files", ("平台.md", TEXT))]).json()
    early = api.post(f"/v1/jobs/{sent['id']}/undo")
    assert (early.status_code, early.json()["type"]) == (
        409,
        "urn:policy-chatbot:problem:not-undoable",
    )
    assert api.get(f"/v1/jobs/{'0' * 16}").status_code == 404
    assert api.delete("/v1/policies/0123456789ab").status_code == 404


@pytest.mark.parametrize(
    "request_",
    [
        {"json": {"files": []}},
        {"data": {"files": "no file"}},
        {
            "content": b"--x\r\nbroken",
            "headers": {"content-type": "multipart/form-data; boundary=x"},
        },
        {"files": [("files", (f"{at}.md", b"x")) for at in range(MAX_FILES + 1)]},
    ],
    ids=["json", "field", "broken", "many"],
)
def test_what_is_no_upload_is_refused(api: TestClient, request_: dict[str, object]) -> None:
    answer = api.post("/v1/jobs", **request_)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["title"]) == (422, "上传的文件有误")


def test_only_an_admin_key_changes_the_library(api: TestClient, records: Records) -> None:
    """The body is not even read otherwise."""
    _, asking = records.keys.create("门户", [Scope.READ, Scope.ASK])
    _, admin = records.keys.create("管理员", [Scope.ADMIN])
    files = [("files", ("平台.md", TEXT))]
    del api.headers["Authorization"]
    assert api.post("/v1/jobs", files=files).status_code == 401
    refused = {"Authorization": f"Bearer {asking}"}
    assert api.post("/v1/jobs", files=files, headers=refused).status_code == 403
    assert api.delete("/v1/policies/0123456789ab", headers=refused).status_code == 403
    assert api.get("/v1/jobs", headers=refused).status_code == 403
    allowed = {"Authorization": f"Bearer {admin}"}
    assert api.post("/v1/jobs", files=files, headers=allowed).status_code == 202


def test_uploads_may_be_larger_than_questions_but_not_without_end(api: TestClient) -> None:
    large = b"a" * (5 * 1024 * 1024)
    assert api.post("/v1/jobs", files=[("files", ("大.md", large))]).status_code == 202
    much = [("files", (f"{at}.md", large)) for at in range(14)]
    assert api.post("/v1/jobs", files=much).status_code == 413
