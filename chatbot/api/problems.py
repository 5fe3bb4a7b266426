"""Every error as problem details (RFC 9457); the only module that pairs errors with HTTP."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from chatbot import errors as chatbot
from chatbot.api.wire import Mistake, Problem
from index import errors as index
from index.errors import PolicyChatError

_LOG = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
_URN = "urn:policy-chatbot:problem:"

ROWS: dict[type[PolicyChatError], tuple[int, str, str]] = {
    index.SourceError: (422, "source", "文件无法处理"),
    index.UnsupportedFormat: (415, "unsupported-format", "不支持的文件格式"),
    index.UnreadableFile: (422, "unreadable-file", "文件无法读取"),
    index.FileTooLarge: (413, "file-too-large", "文件太大"),
    index.IndexUnavailable: (503, "index-unavailable", "索引暂不可用"),
    index.IndexMissing: (503, "index-missing", "还没有政策"),
    index.IndexDamaged: (503, "index-damaged", "索引损坏"),
    index.EmbedderMismatch: (503, "embedder-mismatch", "索引与向量模型不符"),
    index.EmbedderUnavailable: (503, "embedder-unavailable", "向量模型不可用"),
    index.IngestConflict: (409, "ingest-conflict", "另一个导入任务正在进行"),
    index.NotFound: (404, "not-found", "没有找到"),
    index.PolicyNotFound: (404, "policy-not-found", "没有这份政策"),
    index.ClauseNotFound: (404, "clause-not-found", "没有这个条款"),
    chatbot.BadQuestion: (422, "bad-question", "问题无法处理"),
    chatbot.ModelFailed: (502, "model-failed", "语言模型不可用"),
    chatbot.BadSettings: (500, "bad-settings", "服务配置有误"),
}
"""Error → status, slug, title; one row for each class of the tree."""

_TITLES = {
    400: "请求无法解析",
    404: "没有这个地址",
    405: "不支持这种请求方法",
    413: "请求太大",
    415: "不支持的内容类型",
    422: "请求内容有误",
    500: "服务内部错误",
}

# What pydantic says, said in Chinese; {…} are the values that it gives.
_MISTAKES = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请删除",
    "string_type": "应当是字符串",
    "string_too_short": "不能少于 {min_length} 个字符",
    "string_too_long": "不能超过 {max_length} 个字符",
    "string_unicode": "含有不成对的代理字符，不是有效的文字",
    "list_type": "应当是数组",
    "too_long": "不能超过 {max_length} 项",
    "int_type": "应当是整数",
    "int_from_float": "应当是整数",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "literal_error": "只能是 {expected}",
    "json_invalid": "不是有效的 JSON（{error}）",
    "model_attributes_type": "应当是 JSON 对象，且 Content-Type 应为 application/json",
    "model_type": "应当是 JSON 对象",
    "dict_type": "应当是 JSON 对象",
    "value_error": "不是有效的文字",
}

RESPONSES: dict[int | str, dict[str, Any]] = {
    "4XX": {
        "description": "请求有误，detail 说明应当如何修改",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
    "5XX": {
        "description": "服务暂不可用",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
}
"""For every route's documentation."""


def install(app: FastAPI) -> None:
    """Turn whatever goes wrong in `app` into problem details."""
    app.add_exception_handler(PolicyChatError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def problem(
    status: int,
    detail: str,
    instance: str,
    *,
    kind: tuple[str, str] | None = None,
    errors: list[Mistake] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A response in problem details; `kind` is a slug and a title of its own."""
    slug, title = kind or ("", _TITLES.get(status, HTTPStatus(status).phrase))
    body = Problem(
        type=_URN + slug if slug else "about:blank",
        title=title,
        status=status,
        detail=detail,
        instance=instance,
        errors=errors or [],
    )
    return JSONResponse(body.model_dump(), status, headers, MEDIA_TYPE)


def _known(request: Request, error: Exception) -> Response:
    if not isinstance(error, PolicyChatError):
        raise error
    status, slug, title = ROWS[type(error)]
    detail = " ".join(part for part in (error.what, error.kept, error.hint) if part)
    return problem(status, detail, request.url.path, kind=(slug, title))


def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    mistakes = [_mistake(row) for row in error.errors()]
    detail = "；".join(f"{m.pointer or '请求正文'}：{m.detail}" for m in mistakes[:5])
    malformed = any(row["type"] == "json_invalid" for row in error.errors())
    return problem(400 if malformed else 422, detail, request.url.path, errors=mistakes)


def _mistake(row: Mapping[str, Any]) -> Mistake:
    said = _MISTAKES.get(row["type"], row["msg"])
    pointer = "".join(
        f"/{_escaped(part)}" for part in row["loc"][1:] if row["type"] != "json_invalid"
    )
    return Mistake(pointer=pointer, detail=said.format_map(_Values(row.get("ctx", {}))))


class _Values(dict[str, Any]):
    """Values for a message; one that is missing is left out."""

    def __missing__(self, key: str) -> str:
        return ""


def _escaped(part: str | int) -> str:
    """A step of a JSON pointer, without half surrogates that a client may have sent as a key."""
    return str(part).encode(errors="replace").decode().replace("~", "~0").replace("/", "~1")


def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    usual = error.detail == HTTPStatus(error.status_code).phrase
    title = _TITLES.get(error.status_code, error.detail)
    detail = title if usual else error.detail
    return problem(error.status_code, detail, request.url.path, headers=error.headers)


def _unexpected(request: Request, error: Exception) -> Response:
    """Say nothing of what is inside; the log has it."""
    _LOG.error("unexpected error at %s", request.url.path, exc_info=error)
    return problem(500, "请稍后再试；如持续出现，请联系管理员查看日志。", request.url.path)
