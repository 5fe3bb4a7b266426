"""Every error as problem details (RFC 9457); the only module that pairs errors with HTTP."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from chatbot import errors as chatbot
from chatbot.api.limits import DATA_HEADERS, REQUEST_ID
from chatbot.api.mistakes import Mistake, mistakes, summary
from index import errors as index
from index.errors import PolicyChatError

_LOG = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
_URN = "urn:policy-chatbot:problem:"
_SERVER_ERROR = 500
_AWAY = (index.LibraryUnavailable, index.BackendUnavailable)
_BACK_S = 5
"""Seconds after which it is worth trying again where another server is away."""
_NOT_PUBLIC = "请稍后再试；如持续出现，请联系管理员查看日志。"


class Problem(BaseModel):
    """Problem details (RFC 9457)."""

    type: str = Field(description="问题的种类；about:blank 表示与 status 同义")
    title: str
    status: int
    detail: str = Field(description="哪里有误，应当如何修改")
    instance: str = Field(description="出现问题的地址")
    errors: list[Mistake] = Field(default_factory=list, description="请求中每一处有误的地方")


ROWS: dict[type[PolicyChatError], tuple[int, str, str]] = {
    index.SourceError: (422, "source", "文件无法处理"),
    index.UnsupportedFormat: (415, "unsupported-format", "不支持的文件格式"),
    index.UnreadableFile: (422, "unreadable-file", "文件无法读取"),
    index.FileTooLarge: (413, "file-too-large", "文件太大"),
    index.IndexUnavailable: (503, "index-unavailable", "索引暂不可用"),
    index.IndexMissing: (503, "index-missing", "还没有政策"),
    index.IndexDamaged: (503, "index-damaged", "索引损坏"),
    index.LibraryUnavailable: (503, "library-unavailable", "数据库不可用"),
    index.BackendUnavailable: (503, "backend-unavailable", "索引服务不可用"),
    index.EmbedderMismatch: (503, "embedder-mismatch", "索引与向量模型不符"),
    index.EmbedderUnavailable: (503, "embedder-unavailable", "向量模型不可用"),
    index.RerankerUnavailable: (503, "reranker-unavailable", "重排模型不可用"),
    index.IngestConflict: (409, "ingest-conflict", "另一个导入任务正在进行"),
    index.ClusterFailed: (503, "cluster-failed", "集群不可用"),
    index.MostlyGone: (409, "mostly-gone", "文件夹中的文件大多不在"),
    index.NotFound: (404, "not-found", "没有找到"),
    index.PolicyNotFound: (404, "policy-not-found", "没有这份政策"),
    index.RevisionNotFound: (404, "revision-not-found", "没有这个版本"),
    index.ClauseNotFound: (404, "clause-not-found", "没有这个条款"),
    chatbot.ConversationNotFound: (404, "conversation-not-found", "没有这个对话"),
    chatbot.JobNotFound: (404, "job-not-found", "没有这个任务"),
    chatbot.KeyNotFound: (404, "key-not-found", "没有这个密钥"),
    chatbot.SiteNotFound: (404, "site-not-found", "没有这个站点"),
    chatbot.AnswerNotFound: (404, "answer-not-found", "没有这个回答"),
    chatbot.AccessDenied: (403, "access-denied", "没有权限"),
    chatbot.KeyRejected: (401, "key-rejected", "需要密钥"),
    chatbot.SiteRefused: (403, "site-refused", "网页不在允许的名单中"),
    chatbot.TryLater: (503, "try-later", "请稍后再试"),
    chatbot.RateLimited: (429, "rate-limited", "请求过于频繁"),
    chatbot.TooBusy: (503, "too-busy", "服务繁忙"),
    chatbot.BadUpload: (422, "bad-upload", "上传的文件有误"),
    chatbot.NotUndoable: (409, "not-undoable", "不能撤销"),
    chatbot.BadCorrection: (422, "bad-correction", "更正有误"),
    chatbot.BadQuestion: (422, "bad-question", "问题无法处理"),
    chatbot.ModelFailed: (502, "model-failed", "语言模型不可用"),
    chatbot.BadOutput: (422, "bad-output", "无法写成文件"),
    chatbot.BadBackup: (422, "bad-backup", "备份不能使用"),
    chatbot.BadSettings: (500, "bad-settings", "服务配置有误"),
}
"""Error → status, slug, title; one row for each class of the tree."""

_TITLES = {
    400: "请求无法解析",
    404: "没有这个地址",
    405: "不支持这种请求方法",
    408: "请求没有及时传完",
    413: "请求太大",
    415: "不支持的内容类型",
    422: "请求内容有误",
    500: "服务内部错误",
}
# For what the framework says in English.
_DETAILS = {
    400: "请求正文无法解析：应为 UTF-8 编码的 JSON，嵌套不能太深，数字不能太长。",
    404: "没有这个地址；可用的地址见 /openapi.json。",
    405: "请改用响应头 Allow 中的方法；可用的地址和方法见 /openapi.json。",
}


def _example(status: int, slug: str, title: str, detail: str) -> dict[str, Any]:
    problem = Problem(
        type=_URN + slug if slug else "about:blank",
        title=title,
        status=status,
        detail=detail,
        instance="/v1/ask",
    )
    return {"summary": title, "value": problem.model_dump()}


def _response(description: str, **examples: dict[str, Any]) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {MEDIA_TYPE: {"schema": schema, "examples": examples}}
    return {"description": description, "content": content}


RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": _response(
        "请求有误，detail 说明应当如何修改",
        bad_question=_example(
            *ROWS[chatbot.BadQuestion],
            "问题是空的。 请输入要查询的内容，例如“中试平台有哪些支持措施”。",
        ),
        invalid=_example(422, "", _TITLES[422], "/top_k：不能大于 100"),
        unknown=_example(
            *ROWS[index.PolicyNotFound],
            "没有编号为 '000000000000' 的政策。 可用的编号见政策列表。",
        ),
        malformed=_example(400, "", _TITLES[400], _DETAILS[400]),
    ),
    "5XX": _response(
        "服务暂不可用",
        no_index=_example(*ROWS[index.IndexMissing], _NOT_PUBLIC),
        unexpected=_example(500, "", _TITLES[500], _NOT_PUBLIC),
    ),
}
"""For every route's documentation."""


def describe(document: dict[str, Any]) -> None:
    """Put problem details into an OpenAPI document in place of FastAPI's own errors."""
    schemas = document["components"]["schemas"]
    own = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= {**own.pop("$defs"), "Problem": own}


def install(app: FastAPI) -> None:
    """Turn whatever goes wrong in `app` into problem details."""
    app.add_exception_handler(PolicyChatError, known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, unexpected)


def problem(error: BaseException, place: str) -> Problem:
    """What the client learns of an error at `place`; of one that is not its own, the kind alone."""
    if not isinstance(error, PolicyChatError):
        _LOG.error("unexpected error at %s", place, exc_info=error)
        return _unspecific(place, _SERVER_ERROR, _NOT_PUBLIC)
    status, slug, title = ROWS[type(error)]
    said = " ".join(part for part in (error.what, error.kept, error.hint) if part)
    if status >= _SERVER_ERROR and not isinstance(error, chatbot.TryLater):
        _LOG.error("%s: %s", type(error).__name__, said)
        said = _NOT_PUBLIC
    return Problem(type=_URN + slug, title=title, status=status, detail=said, instance=place)


def known(request: Request, error: Exception) -> Response:
    """An error of ours as a response."""
    return _answer(problem(error, place(request)), headers(error))


def headers(error: Exception) -> dict[str, str]:
    """What the client is told beside the problem (RFC 9110: 11.6.1, 10.2.3)."""
    if isinstance(error, chatbot.KeyRejected):
        return {"www-authenticate": "Bearer"}
    if isinstance(error, chatbot.TryLater):
        return {"retry-after": str(error.after_s)}
    if isinstance(error, _AWAY):
        return {"retry-after": str(_BACK_S)}
    return {}


def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    found = mistakes(error.errors())
    malformed = any(row["type"] == "json_invalid" for row in error.errors())
    return _plain(request, 400 if malformed else 422, summary(found), errors=found)


def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return _plain(request, error.status_code, detail(error), headers=error.headers)


def detail(error: HTTPException) -> str:
    """What is said of an error that the framework raised."""
    return _DETAILS.get(error.status_code, error.detail)


def unexpected(request: Request, error: Exception) -> Response:
    """Say nothing of what is inside; the log has it. Not every layer may see this response."""
    if isinstance(error, HTTPException):  # of a layer, which no router answers
        return _http(request, error)
    sent = {**DATA_HEADERS, REQUEST_ID: getattr(request.state, "request_id", "")}
    return _answer(problem(error, place(request)), sent)


def _plain(
    request: Request,
    status: int,
    detail: str,
    *,
    errors: list[Mistake] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    return _answer(_unspecific(place(request), status, detail, errors), headers)


def _unspecific(
    instance: str, status: int, detail: str, errors: list[Mistake] | None = None
) -> Problem:
    """A problem that is no more than its status."""
    return Problem(
        type="about:blank",
        title=_TITLES.get(status, HTTPStatus(status).phrase),
        status=status,
        detail=detail,
        instance=instance,
        errors=errors or [],
    )


def place(request: Request) -> str:
    """The path that was asked for, as a problem names it."""
    return quote(request.scope["path"])


def _answer(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    return JSONResponse(problem.model_dump(), problem.status, headers, MEDIA_TYPE)
