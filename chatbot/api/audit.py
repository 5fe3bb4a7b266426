"""What was answered, for administrators: /v1/audit."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.responses import StreamingResponse

from chatbot.api.ask import says_json
from chatbot.api.entries import EntriesOut, EntryOut, ExportOfIn, PageIn, ReviewIn, ReviewOut
from chatbot.api.feedback import AnswerId
from chatbot.api.limits import DATA_HEADERS
from chatbot.api.problems import RESPONSES
from chatbot.export.audit import audit_csv
from chatbot.records import Records
from chatbot.records.entry import Entry, Right
from chatbot.records.reviews import Reviews
from index.evaluation.questions import as_line
from index.library import Library

_CSV, _JSONL = "text/csv", "application/x-ndjson"


def routes(records: Records, library: Library) -> APIRouter:
    """The routes by which an administrator looks at answers and reviews them."""
    router = APIRouter(prefix="/v1/audit", tags=["审计"], responses=RESPONSES)

    @router.get("", operation_id="list_answers", summary="问答记录")
    def answers(sought: Annotated[PageIn, Query()]) -> EntriesOut:
        """已经给出的回答，新的在前；total 是符合条件的总数。"""
        return EntriesOut.of(records.audit.page(sought.value(), sought.limit, sought.offset))

    _add_files(router, records)

    @router.get("/{answer_id}", operation_id="read_answer", summary="一个回答")
    def answer(answer_id: AnswerId) -> EntryOut:
        """一个回答的全部记录。"""
        return EntryOut.of(records.answers.read(answer_id))

    @router.put(
        "/{answer_id}/review",
        operation_id="review_answer",
        summary="复核回答",
        dependencies=[Depends(says_json)],
    )
    def review(answer_id: AnswerId, request: ReviewIn) -> ReviewOut:
        """指明能回答问题的条款，或政策没有规定；再次复核即替换上一次的。"""
        clauses = rights(library, request.clause_ids)
        return ReviewOut.of(records.reviews.mark(answer_id, clauses, request.note))

    _add_removal(router, records.reviews)
    return router


def rights(library: Library, clause_ids: Iterable[str]) -> list[Right]:
    """The clauses that a review names, each once.

    Raises:
        ClauseNotFound: if the library does not hold one.
    """
    clauses = (library.clause(clause_id) for clause_id in dict.fromkeys(clause_ids))
    return [Right.of(library.head(clause.policy_id), clause) for clause in clauses]


def json_lines(entries: Iterable[Entry]) -> Iterator[bytes]:
    """A line of JSON for each answer, as the API shows it."""
    return (f"{EntryOut.of(entry).model_dump_json()}\n".encode() for entry in entries)


def question_lines(reviews: Reviews) -> Iterator[bytes]:
    """The reviewed questions, as `chatbot eval` reads them."""
    return (f"{as_line(case)}\n".encode() for case in reviews.cases())


def _add_files(router: APIRouter, records: Records) -> None:
    @router.get(
        "/export",
        operation_id="export_answers",
        summary="导出问答记录",
        response_class=StreamingResponse,
        responses={200: _file("符合条件的回答，新的在前", _JSONL, _CSV)},
    )
    def export(sought: Annotated[ExportOfIn, Query()]) -> StreamingResponse:
        """符合条件的全部回答，写成 JSON Lines 或 CSV。"""
        entries = records.audit.all(sought.value())
        if sought.format == "csv":
            return _download(audit_csv(entries), _CSV, "answers.csv")
        return _download(json_lines(entries), _JSONL, "answers.jsonl")

    @router.get(
        "/questions",
        operation_id="export_questions",
        summary="导出评测问题",
        response_class=StreamingResponse,
        responses={200: _file("已复核的问题，chatbot eval 可直接使用", _JSONL)},
    )
    def questions() -> StreamingResponse:
        """已复核的问题和能回答它的条款，格式见 docs/evaluation.md。"""
        return _download(question_lines(records.reviews), _JSONL, "questions.jsonl")


def _add_removal(router: APIRouter, reviews: Reviews) -> None:
    @router.delete(
        "/{answer_id}/review", operation_id="unreview_answer", summary="撤销复核", status_code=204
    )
    def unreview(answer_id: AnswerId) -> None:
        """撤销对一个回答的复核。"""
        reviews.unmark(answer_id)


def _download(content: Iterator[bytes], media_type: str, name: str) -> StreamingResponse:
    headers = {**DATA_HEADERS, "content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(content, media_type=f"{media_type}; charset=utf-8", headers=headers)


def _file(description: str, *media_types: str) -> dict[str, Any]:
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {"description": description, "content": dict.fromkeys(media_types, schema)}
