"""The route over measures made by hand."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.api import measures, problems
from chatbot.api.app import create_app
from chatbot.api.matches import MatchIn
from chatbot.chain import Chatbot
from chatbot.records import Records
from tests.measuring import shipped_measures

PATH = "/v1/measures/match"
ROBOTS = {"description": "人形机器人关节", "size": "小型", "needs": ["资金", "试验场地"]}


@pytest.fixture(scope="module")
def client(bot: Chatbot) -> TestClient:
    app = FastAPI()
    app.include_router(measures.routes(Chatbot(bot.searcher, measures_of=shipped_measures)))
    problems.install(app)
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def found(client: TestClient) -> dict[str, Any]:
    response = client.post(PATH, json={"profile": ROBOTS})
    assert response.status_code == 200
    return dict(response.json())


def all_measures(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [measure for group in body["groups"] for measure in group["measures"]]


def test_measures_come_in_groups_the_best_first(found: dict[str, Any]) -> None:
    assert found["status"] == "answered"
    assert found["nearest"] == []
    scores = [measure["score"] for measure in all_measures(found)]
    assert scores[0] == max(scores)
    assert "资金" in {group["instrument"] for group in found["groups"]}


def test_a_citation_is_that_of_the_other_routes(found: dict[str, Any]) -> None:
    for measure in all_measures(found):
        citation = measure["citation"]
        quoted = citation["text"][citation["quote_start"] : citation["quote_end"]]
        assert quoted == citation["quote"] == measure["text"]
    assert all_measures(found)[0]["citation"]["document_number"] == "工信部联科〔2024〕12号"


def test_each_reason_has_the_words_of_both_sides(found: dict[str, Any]) -> None:
    (fund,) = (m for m in all_measures(found) if "国家中小企业发展基金" in m["text"])
    audience, need = fund["reasons"]
    assert (audience["verdict"], audience["name"], audience["profile_words"]) == (
        "符合",
        "中小企业",
        "小型",
    )
    assert (need["about"], need["measure_words"]) == ("需求", "基金")
    text = fund["citation"]["text"]
    assert text[need["measure_start"] : need["measure_end"]] == "基金"


def test_a_text_gives_the_same_as_its_profile(client: TestClient) -> None:
    text = "我们是做人形机器人关节的专精特新小企业，缺资金"
    profile = {
        "description": "人形机器人关节",
        "size": "小型",
        "qualifications": ["国家级专精特新"],
        "needs": ["资金"],
    }
    told = client.post(PATH, json={"text": text}).json()
    assert told == client.post(PATH, json={"profile": profile}).json()
    assert told["profile"]["qualifications"] == ["专精特新"]


def test_what_is_not_known_is_asked(client: TestClient) -> None:
    body = client.post(PATH, json={"profile": {"description": "人形机器人"}}).json()
    assert "贵单位是否为中小企业？" in body["questions"]


def test_where_none_fits_the_nearest_are_given(client: TestClient) -> None:
    body = client.post(PATH, json={"profile": {"description": "餐饮"}}).json()
    assert (body["status"], body["groups"]) == ("not_found", [])
    assert body["nearest"]


def test_the_limit_is_kept(client: TestClient) -> None:
    body = client.post(PATH, json={"profile": ROBOTS, "limit": 2}).json()
    assert len(all_measures(body)) == 2


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "应当给出其中一个"),
        ({"text": "我们是小企业", "profile": ROBOTS}, "应当给出其中一个"),
        ({"profile": {}}, "没有说明是什么单位"),
        ({"text": "今天天气"}, "没有说明是什么单位"),
        ({"profile": {"size": "巨型"}}, "只能是"),
        ({"profile": {"needs": ["资金"] * 11}}, "不能超过 10 项"),
        ({"profile": {"description": "关" * 501}}, "不能超过 500 个字符"),
        ({"profile": ROBOTS, "limit": 0}, "不能小于 1"),
        ({"profile": {"name": "某公司"}}, "没有这一项"),
    ],
)
def test_a_request_that_cannot_be_met_says_why(
    client: TestClient, body: dict[str, Any], said: str
) -> None:
    response = client.post(PATH, json=body)
    assert response.status_code == 422
    assert said in response.json()["detail"]


def test_an_unknown_policy_in_the_filter_is_named(client: TestClient) -> None:
    body = {"profile": ROBOTS, "filters": {"policy_ids": ["0123456789ab"]}}
    response = client.post(PATH, json=body)
    assert response.status_code == 404
    assert "0123456789ab" in response.json()["detail"]


def test_a_body_that_does_not_say_it_is_json_is_refused(client: TestClient) -> None:
    headers = {"content-type": "text/plain"}
    assert client.post(PATH, content=b"{}", headers=headers).status_code == 415


def test_the_examples_of_the_document_work(client: TestClient) -> None:
    for example in MatchIn.model_json_schema()["examples"]:
        assert client.post(PATH, json=example).json()["status"] == "answered"


WORDS = st.text(max_size=60)
PROFILES = st.fixed_dictionaries(
    {},
    optional={
        "description": WORDS,
        "region": WORDS,
        "kind": st.sampled_from(["企业", "高校", "地方部门"]),
        "qualifications": st.lists(WORDS, max_size=3),
        "needs": st.lists(WORDS, max_size=3),
    },
)


@settings(max_examples=40)
@given(body=st.fixed_dictionaries({"text": WORDS}) | st.fixed_dictionaries({"profile": PROFILES}))
def test_whatever_is_said_the_answer_is_not_a_server_error(
    body: dict[str, Any], client: TestClient
) -> None:
    headers = {"content-type": "application/json"}
    response = client.post(PATH, content=json.dumps(body), headers=headers)
    assert response.status_code in {200, 422}


def test_what_was_matched_is_recorded_as_any_answer_is_and_masked(
    bot: Chatbot, tmp_path: Path
) -> None:
    records = Records.open(tmp_path)
    client = TestClient(create_app(bot, records))
    described = {"description": "人形机器人关节，电话13800138000", "needs": ["资金"]}
    groups = client.post(PATH, json={"profile": described}).json()["groups"]
    (entry,) = records.audit.all()
    assert entry.question.startswith("人形机器人关节，电话〔手机号〕")
    assert entry.status == "answered"
    assert entry.revision == bot.searcher.published().number
    cited = {measure["citation"]["clause_id"] for g in groups for measure in g["measures"]}
    assert {source.clause_id for source in entry.citations} <= cited
