"""Measures: POST /v1/measures/match."""

from fastapi import APIRouter, Depends

from chatbot.answering import know
from chatbot.api.ask import says_json
from chatbot.api.matches import MatchIn, MatchOut
from chatbot.api.problems import RESPONSES
from chatbot.chain import Chatbot
from chatbot.question import Question


def routes(chatbot: Chatbot) -> APIRouter:
    """The routes that match measures with who asks."""
    router = APIRouter(
        prefix="/v1/measures", tags=["措施"], responses=RESPONSES, dependencies=[Depends(says_json)]
    )

    @router.post("/match", operation_id="match_measures", summary="匹配适用的措施")
    def match_measures(request: MatchIn) -> MatchOut:
        """依据单位的行业、规模、资质和需求，列出可能适用的措施，逐项说明理由和出处。"""
        profile = request.value()
        asked = Question(profile.words, filters=request.filters.value())
        know(chatbot, asked)
        matches = chatbot.matches(asked, profile)
        return MatchOut.of(profile, matches, request.limit)

    return router
