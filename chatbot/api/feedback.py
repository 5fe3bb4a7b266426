"""Thumbs up and down: POST /v1/feedback."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import ConfigDict, Field, StringConstraints

from chatbot.api.ask import says_json
from chatbot.api.filters import RequestIn
from chatbot.api.problems import RESPONSES
from chatbot.api.wire import LEGIBLE
from chatbot.records.entry import Verdict
from chatbot.records.feedback import MAX_COMMENT, MAX_REASON, Feedback

AnswerId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Legible = Annotated[str, StringConstraints(pattern=f"^{LEGIBLE}$")]


class FeedbackIn(RequestIn):
    """What somebody thinks of an answer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "answer_id": "0f8fad5bd9cb469fa16570867728950e",
                    "verdict": "down",
                    "reason": "引用不对",
                    "comment": "应当引用第四部分第六项。",
                }
            ]
        }
    )

    answer_id: AnswerId = Field(description="回答的编号，即回答中的 id")
    verdict: Literal["up", "down"] = Field(description="有用或没用")
    reason: Legible | None = Field(
        default=None, max_length=MAX_REASON, description="原因，如 引用不对"
    )
    comment: Legible | None = Field(
        default=None, max_length=MAX_COMMENT, description="补充说明；请勿填写个人信息"
    )


def routes(feedback: Feedback) -> APIRouter:
    """The route that hears what is thought of an answer."""
    router = APIRouter(
        prefix="/v1", tags=["评价"], responses=RESPONSES, dependencies=[Depends(says_json)]
    )

    @router.post("/feedback", operation_id="give_feedback", summary="评价回答", status_code=204)
    def give(request: FeedbackIn) -> None:
        """说明一个回答是否有用；再次评价即替换上一次的。"""
        feedback.give(request.answer_id, Verdict(request.verdict), request.reason, request.comment)

    return router
