import pytest
from fastapi.testclient import TestClient

from chatbot.chain import Chatbot


def test_targets_cite_a_clause_in_each_cell(client: TestClient, bot: Chatbot) -> None:
    policy = bot.library.heads()[0].id
    body = client.get(f"/v1/policies/{policy}/targets").json()
    assert body["columns"] == ["时间", "目标", "数量", "出处"]
    row = next(row for row in body["rows"] if row[1]["text"] == "形成百项标志性产品")
    assert [cell["citations"][0]["quote"] for cell in row[:3]] == [
        "2025年",
        "形成百项标志性产品",
        "百项",
    ]
    assert row[1]["citations"][0]["label"].endswith("三、第1段")


def test_tasks_say_what_the_text_does_not(client: TestClient, bot: Chatbot) -> None:
    policy = bot.library.heads()[0].id
    rows = client.get(f"/v1/policies/{policy}/tasks").json()["rows"]
    assert len(rows) == 20
    assert rows[0][2] == {"text": "原文未载明", "citations": []}


def test_a_policy_beside_itself_is_the_same(client: TestClient, bot: Chatbot) -> None:
    policy = bot.library.heads()[0].id
    body = client.get("/v1/compare", params={"left": policy, "right": policy}).json()
    assert body["counts"]["相同"] == len(body["pairs"]) > 20


def test_an_unknown_policy_is_not_found(client: TestClient, bot: Chatbot) -> None:
    policy = bot.library.heads()[0].id
    assert client.get("/v1/policies/none/targets").status_code == 404
    assert client.get("/v1/compare", params={"left": policy, "right": "none"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "begins"), [("csv", b"\xef\xbb\xbf"), ("docx", b"PK"), ("markdown", "# 《".encode())]
)
def test_a_table_leaves_as_a_file(
    client: TestClient, bot: Chatbot, name: str, begins: bytes
) -> None:
    policy = bot.library.heads()[0].id
    response = client.get(f"/v1/policies/{policy}/targets", params={"format": name})
    assert response.content.startswith(begins)
    assert "attachment" in response.headers["content-disposition"]


def test_a_comparison_leaves_as_a_file_too(client: TestClient, bot: Chatbot) -> None:
    policy = bot.library.heads()[0].id
    sides = {"left": policy, "right": policy, "format": "csv"}
    assert "相同" in client.get("/v1/compare", params=sides).content.decode("utf-8-sig")
