"""Files to take away: POST /v1/ask/export."""

import re
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends
from pydantic import ConfigDict, Field
from starlette.responses import Response

from chatbot.answering import answered
from chatbot.api.ask import says_json
from chatbot.api.feedback import AnswerId
from chatbot.api.filters import RequestIn
from chatbot.api.limits import DATA_HEADERS
from chatbot.api.problems import RESPONSES
from chatbot.api.wire import EITHER, QuestionIn
from chatbot.chain import Chatbot
from chatbot.export import FORMATS, Format
from chatbot.export.imprint import Imprint
from chatbot.recall import joined, recalled
from chatbot.records import Records

MAX_GIVEN = 50
"""Answers of one file."""
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


class GivenIn(RequestIn):
    """Answers that were given, with the format in which they are wanted."""

    answer_ids: list[AnswerId] = Field(
        min_length=1, max_length=MAX_GIVEN, description="回答的编号，由早到晚"
    )
    format: Literal["docx", "markdown"] = Field(description="文件格式：Word 文档或 Markdown")


def routes(chatbot: Chatbot, records: Records) -> APIRouter:
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
        question = request.value(records.conversations.recent(kept) if kept else ())
        answer = answered(chatbot, question)
        format_ = FORMATS[request.format]
        imprint = Imprint(datetime.now(UTC), chatbot.searcher.indexed())
        content = format_.answer(question.text, answer, imprint)
        return download(content, question.text, format_)

    _add_given(router, chatbot, records)
    return router


def _add_given(router: APIRouter, chatbot: Chatbot, records: Records) -> None:
    @router.post(
        "/answers/export",
        operation_id="export_answers_given",
        summary="已给出的回答，写成文件",
        response_class=Response,
        responses={200: files("回答，出处为脚注", "docx", "markdown")},
    )
    def export_given(request: GivenIn) -> Response:
        """与当时给出的相同；几个回答写在一个文件中。原文已更新的出处不再引用。"""
        entries = [records.answers.read(answer_id) for answer_id in request.answer_ids]
        talk = [(entry.question, recalled(entry, chatbot.library)) for entry in entries]
        answer = talk[0][1] if len(talk) == 1 else joined(talk)
        format_ = FORMATS[request.format]
        imprint = Imprint(datetime.now(UTC), chatbot.searcher.indexed())
        return download(format_.answer(talk[0][0], answer, imprint), talk[0][0], format_)


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
