from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from chatbot.api.app import create_app
from chatbot.chain import Chatbot
from chatbot.records import Records


@pytest.fixture(scope="module")
def policy(client: TestClient) -> dict[str, Any]:
    [listed] = client.get("/v1/policies").json()["policies"]
    return dict(client.get(f"/v1/policies/{listed['policy_id']}").json())


def test_a_policy_says_where_its_title_and_number_were_found(policy: dict[str, Any]) -> None:
    title, number = policy["title"], policy["document_number"]
    assert policy["text"][title["start"] : title["end"]] == title["value"] == policy["name"]
    assert policy["text"][number["start"] : number["end"]] == "工信部联科〔2024〕12号"


def test_all_seven_issuers_are_listed_with_their_places(policy: dict[str, Any]) -> None:
    issuers = policy["issuers"]
    assert [i["value"] for i in issuers] == [policy["text"][i["start"] : i["end"]] for i in issuers]
    assert len(issuers) == 7


def test_the_list_is_the_same_without_the_text(client: TestClient, policy: dict[str, Any]) -> None:
    [listed] = client.get("/v1/policies").json()["policies"]
    assert listed == {name: value for name, value in policy.items() if name != "text"}


def test_clauses_are_slices_of_the_text_with_parents_first(
    client: TestClient, policy: dict[str, Any]
) -> None:
    clauses = client.get(f"/v1/policies/{policy['policy_id']}/clauses").json()["clauses"]
    assert [c["text"] for c in clauses] == [policy["text"][c["start"] : c["end"]] for c in clauses]
    seen = [None, *(c["clause_id"] for c in clauses)]
    assert all(c["parent_id"] in seen[: at + 1] for at, c in enumerate(clauses))


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/v1/policies/0123456789ab", "policy-not-found"),
        ("/v1/policies/nothing", "policy-not-found"),
        ("/v1/policies/0123456789ab/clauses", "policy-not-found"),
        ("/v1/clauses/0123456789ab.h4", "clause-not-found"),
    ],
)
def test_an_unknown_id_is_not_found(client: TestClient, path: str, slug: str) -> None:
    problem = client.get(path).json()
    assert (problem["status"], problem["type"]) == (404, f"urn:policy-chatbot:problem:{slug}")
    assert problem["instance"] == path


@pytest.mark.parametrize("name", ["%00", "%ff", "%0d%0aset-cookie:x", "中文", "a" * 300])
@pytest.mark.parametrize("kind", ["policies", "clauses"])
def test_what_cannot_be_an_id_is_refused(client: TestClient, kind: str, name: str) -> None:
    response = client.get(f"/v1/{kind}/{name}")
    assert response.status_code == 422
    assert response.json()["errors"]


def test_policies_come_in_pages(laws: Chatbot, tmp_path: Path) -> None:
    client = TestClient(create_app(laws, Records.open(tmp_path)))
    heads = laws.library.heads()
    whole = client.get("/v1/policies").json()
    assert [each["policy_id"] for each in whole["policies"]] == [head.id for head in heads]
    page = client.get("/v1/policies", params={"limit": 2, "offset": 1}).json()
    assert page == {"policies": whole["policies"][1:3], "total": len(heads)}
    beyond = client.get("/v1/policies", params={"offset": len(heads)}).json()
    assert beyond == {"policies": [], "total": len(heads)}


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "offset=-1", "limit=x"])
def test_a_page_that_cannot_be_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/policies?{query}").status_code == 422


def listed(laws: Chatbot, tmp_path: Path, query: str) -> list[str]:
    client = TestClient(create_app(laws, Records.open(tmp_path)))
    found = client.get(f"/v1/policies?{query}").json()
    assert found["total"] == len(found["policies"])
    return [policy["source_file"] for policy in found["policies"]]


@pytest.mark.parametrize(
    ("query", "files"),
    [
        ("region=北京", ["北京市安全生产条例.md"]),
        ("region=北京&region=上海", ["上海市安全生产条例.md", "北京市安全生产条例.md"]),
        ("kind=司法解释", ["公司法司法解释三.md"]),
        ("validity=已修订", ["公司法(2018-10-26).md"]),
        ("name=公司法&as_of=2020-01-01&kind=法律", ["公司法(2018-10-26).md"]),
        ("issued_from=2022-01-01&issued_to=2022-12-31", ["北京市安全生产条例.md"]),
        ("name=安全 上海", ["上海市安全生产条例.md"]),
        ("region=西藏", []),
    ],
)
def test_policies_are_listed_by_what_their_cards_say(
    laws: Chatbot, tmp_path: Path, query: str, files: list[str]
) -> None:
    assert listed(laws, tmp_path, query) == files


@pytest.mark.parametrize("query", ["kind=诗", "as_of=2023-02-30", "as_of=昨天", "colour=red"])
def test_a_filter_that_cannot_be_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/policies?{query}").status_code == 422
