"""For whoever watches over the server: GET /healthz and /readyz."""

from fastapi import APIRouter

from chatbot.api.problems import RESPONSES
from chatbot.api.wire import Health
from chatbot.chain import Chatbot


def routes(chatbot: Chatbot) -> APIRouter:
    """The routes of operation."""
    router = APIRouter(tags=["运行"], responses=RESPONSES)

    @router.get("/healthz", operation_id="healthz", summary="存活检查")
    async def healthz() -> Health:  # not in a thread: all of them may be waiting for the database
        """进程在运行。"""
        return Health()

    @router.get("/readyz", operation_id="readyz", summary="就绪检查")
    def readyz() -> Health:
        """可以回答问题；索引不可用时返回 503。"""
        chatbot.searcher.warm()
        return Health()

    return router
