"""Files to take away: POST /v1/ask/export."""

import re
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends
from pydantic import ConfigDict, Field
from starlette.responses import Response

from chatbot.api.ask import answered, says_json
from chatbot.api.limits import DATA_HEADERS
from chatbot.api.problems import RESPONSES
from chatbot.api.wire import EITHER, QuestionIn
from chatbot.chain import Chatbot
from chatbot.export import FORMATS, Format
from chatbot.export.imprint import Imprint
from chatbot.records.conversations import Conversations

_NAMED = 40
"""Characters of a title that name its file."""
_NAMING = re.compile(r"[\w（）《》〔〕“”、，。？！—-]+")
"""What a file's name may hold on every system; nothing that hides or turns other characters."""


class ExportIn(QuestionIn):
    """A question, with the format in which its answer is wanted."""

    model_config = ConfigDict(
        json_schema_extra={
            **EITHER,
            "examples": [{"question": "中试平台有哪些支持措施", "format": "docx"}],
        }
    )

    format: Literal["docx", "markdown"] = Field(description="文件格式：Word 文档或 Markdown")


def routes(chatbot: Chatbot, conversations: Conversations) -> APIRouter:
    """The routes that answer with a file."""
    router = APIRouter(
        prefix="/v1", tags=["问答"], responses=RESPONSES, dependencies=[Depends(says_json)]
    )

    @router.post(
        "/ask/export",
        operation_id="export_answer",
        summary="提问，答案写成文件",
        response_class=Response,
        responses={200: files("答案，出处为脚注", "docx", "markdown")},
    )
    def export_answer(request: ExportIn) -> Response:
        """与提问相同，答案写成 Word 文档或 Markdown 文件，依据写成脚注。"""
        kept = request.conversation_id
        question = request.value(conversations.recent(kept) if kept else ())
        answer = answered(chatbot, question)
        format_ = FORMATS[request.format]
        imprint = Imprint(datetime.now(UTC), chatbot.searcher.indexed())
        content = format_.answer(question.text, answer, imprint)
        return download(content, question.text, format_)

    return router


def download(content: bytes, title: str, format_: Format) -> Response:
    """A file that a browser saves, named after what it holds (RFC 6266)."""
    name = "".join(_NAMING.findall(title))[:_NAMED] or "政策问答"
    disposition = (
        f'attachment; filename="policy{format_.suffix}"; '
        f"filename*=UTF-8''{quote(name + format_.suffix, safe='')}"
    )
    headers = {**DATA_HEADERS, "content-disposition": disposition}
    return Response(content, media_type=format_.media_type, headers=headers)


def files(description: str, *names: str) -> dict[str, Any]:
    """A response that is a file, for the OpenAPI document."""
    schema = {"schema": {"type": "string", "format": "binary"}}
    kinds = (FORMATS[name].media_type.partition(";")[0] for name in names)
    return {"description": description, "content": dict.fromkeys(kinds, schema)}
