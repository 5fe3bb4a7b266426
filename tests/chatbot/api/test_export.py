import typing
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import docx
import pytest
from fastapi.testclient import TestClient

from chatbot.api.export import ExportIn, download
from chatbot.export import FORMATS

QUESTION = "做中试平台能得到哪些支持？"


def export(client: TestClient, **body: Any) -> Any:
    return client.post("/v1/ask/export", json={"question": QUESTION, "format": "docx"} | body)


def test_an_answer_comes_as_a_word_document(client: TestClient) -> None:
    response = export(client)
    assert response.status_code == 200
    assert response.headers["content-type"] == FORMATS["docx"].media_type
    document = docx.Document(BytesIO(response.content))
    assert document.paragraphs[0].text == QUESTION
    assert "建立的索引。" in document.paragraphs[-1].text


def test_an_answer_that_was_given_comes_as_it_was(client: TestClient) -> None:
    given = client.post("/v1/ask", json={"question": QUESTION}).json()
    body = {"answer_ids": [given["id"]], "format": "markdown"}
    text = client.post("/v1/answers/export", json=body).text
    assert text.startswith(f"# {QUESTION}\n")
    assert given["citations"][0]["quote"][:20] in text


def test_several_answers_come_in_one_file(client: TestClient) -> None:
    ids = [
        client.post("/v1/ask", json={"question": question}).json()["id"]
        for question in (QUESTION, "四（六）15")
    ]
    body = {"answer_ids": ids, "format": "docx"}
    document = docx.Document(BytesIO(client.post("/v1/answers/export", json=body).content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[:2] == [QUESTION, QUESTION]
    assert "四（六）15" in texts


def test_an_answer_that_is_not_recorded_cannot_be_exported(client: TestClient) -> None:
    body = {"answer_ids": ["0" * 32], "format": "docx"}
    assert client.post("/v1/answers/export", json=body).status_code == 404


def test_an_answer_comes_as_markdown(client: TestClient) -> None:
    response = export(client, format="markdown")
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert response.text.startswith(f"# {QUESTION}\n")
    assert "[^1]: 《" in response.text


def test_the_file_is_named_after_the_question_and_nothing_runs_in_it(client: TestClient) -> None:
    headers = export(client).headers
    fallback, _, extended = headers["content-disposition"].partition("; filename*=UTF-8''")
    assert fallback == 'attachment; filename="policy.docx"'
    assert unquote(extended) == f"{QUESTION}.docx"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etcpasswd.md"),
        ('a"; filename=b.exe\r\nx: y', "afilenamebexexy.md"),
        ("文件\u202egpj", "文件gpj.md"),
        ("🚀", "政策问答.md"),
        ("问" * 2000, "问" * 40 + ".md"),
        ("𠮷", "𠮷.md"),
    ],
)
def test_a_name_holds_nothing_that_could_mislead(title: str, name: str) -> None:
    disposition = download(b"", title, FORMATS["markdown"]).headers["content-disposition"]
    assert unquote(disposition.partition("UTF-8''")[2]) == name
    assert disposition.isascii()
    assert "\n" not in disposition


@pytest.mark.parametrize("wanted", ["pdf", "csv", "", None, 1])
def test_another_format_is_refused_with_those_there_are(client: TestClient, wanted: object) -> None:
    response = export(client, format=wanted)
    assert response.status_code == 422
    assert "docx" in response.json()["detail"]


def test_a_format_must_be_named(client: TestClient) -> None:
    response = client.post("/v1/ask/export", json={"question": QUESTION})
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "/format")


def test_a_bad_question_is_a_problem_and_no_file(client: TestClient) -> None:
    assert export(client, question=" ").headers["content-type"] == "application/problem+json"
    unknown = export(client, filters={"policy_ids": ["0123456789ab"]})
    assert unknown.status_code == 404


def test_the_interface_offers_every_format_that_holds_answers() -> None:
    offered = typing.get_args(ExportIn.model_fields["format"].annotation)
    assert set(offered) == {name for name, each in FORMATS.items() if each.answers}
