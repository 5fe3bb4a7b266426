"""Conversations that the server keeps: /v1/conversations."""

from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from chatbot.api.problems import RESPONSES
from chatbot.api.wire import ConversationId
from chatbot.records.conversations import Conversation, Conversations


class TurnOut(BaseModel):
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


class ConversationOut(BaseModel):
    """A conversation so far."""

    conversation_id: str = Field(description="随提问一并发送，即可接着上文；凭它可以读取和删除")
    begun: datetime = Field(description="开始的时间，ISO 8601")
    used: datetime = Field(description="最近一次提问的时间，ISO 8601")
    turns: list[TurnOut] = Field(description="由早到晚")

    @classmethod
    def of(cls, conversation: Conversation) -> "ConversationOut":
        """A conversation for the wire."""
        return cls(
            conversation_id=conversation.id,
            begun=datetime.fromtimestamp(conversation.begun, UTC),
            used=datetime.fromtimestamp(conversation.used, UTC),
            turns=[TurnOut(role=turn.role, content=turn.content) for turn in conversation.turns],
        )


def routes(conversations: Conversations) -> APIRouter:
    """The routes that begin, show and delete a conversation."""
    router = APIRouter(prefix="/v1/conversations", tags=["对话"], responses=RESPONSES)

    @router.post("", operation_id="begin_conversation", summary="开始对话", status_code=201)
    def begin() -> ConversationOut:
        """开始一个由服务器保存的对话；编号无法猜测，请妥善保管。"""
        return ConversationOut.of(conversations.begin())

    @router.get("/{conversation_id}", operation_id="read_conversation", summary="对话内容")
    def read(conversation_id: ConversationId) -> ConversationOut:
        """对话的全部内容。"""
        return ConversationOut.of(conversations.read(conversation_id))

    @router.delete(
        "/{conversation_id}",
        operation_id="delete_conversation",
        summary="删除对话",
        status_code=204,
    )
    def delete(conversation_id: ConversationId) -> None:
        """立即删除对话的全部内容。"""
        conversations.delete(conversation_id)

    return router
