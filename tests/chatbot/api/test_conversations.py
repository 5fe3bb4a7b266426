from fastapi.testclient import TestClient


def begun(client: TestClient) -> str:
    response = client.post("/v1/conversations")
    assert response.status_code == 201
    return str(response.json()["conversation_id"])


def ask(client: TestClient, question: str, conversation: str, **rest: object) -> dict[str, object]:
    body = {"question": question, "conversation_id": conversation, **rest}
    return dict(client.post("/v1/ask", json=body).json())


def test_a_follow_up_leans_on_what_the_server_kept(client: TestClient) -> None:
    conversation = begun(client)
    ask(client, "2025年的发展目标", conversation)
    answer = ask(client, "那2027年呢", conversation)
    assert answer["understood"] == "2027年的发展目标"
    turns = client.get(f"/v1/conversations/{conversation}").json()["turns"]
    assert [turn["role"] for turn in turns] == ["user", "assistant"] * 2
    assert turns[2]["content"] == "那2027年呢"


def test_history_from_both_sides_is_refused(client: TestClient) -> None:
    conversation = begun(client)
    ask(client, "2025年的发展目标", conversation)
    refused = ask(client, "那2027年呢", conversation, history=[{"role": "user", "content": "甲"}])
    assert refused["status"] == 422
    assert "只保留其中一项" in str(refused["detail"])


def test_an_unknown_conversation_is_not_begun_silently(client: TestClient) -> None:
    assert ask(client, "甲", "0" * 32)["status"] == 404
    assert client.get(f"/v1/conversations/{'0' * 32}").status_code == 404


def test_a_deleted_conversation_is_gone(client: TestClient) -> None:
    conversation = begun(client)
    assert client.delete(f"/v1/conversations/{conversation}").status_code == 204
    assert client.get(f"/v1/conversations/{conversation}").status_code == 404
    assert client.delete(f"/v1/conversations/{conversation}").status_code == 404
