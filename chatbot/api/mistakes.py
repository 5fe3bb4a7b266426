"""What is wrong with a request, said so that it can be put right."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field

_SHOWN = 10
"""Mistakes named of one request."""
_STEP = 60
"""Characters shown of a name that the client made up."""

# What pydantic says, said in Chinese; {…} are the values that it gives.
_SAID = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请删除",
    "string_type": "应当是字符串",
    "string_too_short": "不能少于 {min_length} 个字符",
    "string_too_long": "不能超过 {max_length} 个字符",
    "string_pattern_mismatch": "格式应为 {pattern}",
    "string_unicode": "含有不成对的代理字符，不是有效的文字",
    "list_type": "应当是数组",
    "too_long": "不能超过 {max_length} 项，现有 {actual_length} 项",
    "int_type": "应当是整数",
    "int_parsing": "应当是整数",
    "int_parsing_size": "应当是整数，且不能太长",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "literal_error": "只能是 {expected}",
    "bool_parsing": "应当是 true 或 false",
    "date_from_datetime_parsing": "应当是日期，如 2026-01-31",
    "date_from_datetime_inexact": "应当是日期，如 2026-01-31",
    "date_parsing": "应当是日期，如 2026-01-31",
    "json_invalid": "不是有效的 JSON（第 {position} 个字符：{error}）",
    "value_error": "{error}",
    "model_attributes_type": "应当是 JSON 对象",
    "model_type": "应当是 JSON 对象",
}


class Mistake(BaseModel):
    """One thing wrong with a request."""

    pointer: str = Field(description="JSON Pointer（RFC 6901）；空表示整个请求正文")
    detail: str


def mistakes(rows: Sequence[Mapping[str, Any]]) -> list[Mistake]:
    """The first few of pydantic's errors."""
    return [_mistake(row) for row in rows[:_SHOWN]]


def summary(found: Sequence[Mistake]) -> str:
    """All of them in one line."""
    return "；".join(f"{each.pointer or '请求正文'}：{each.detail}" for each in found)


def _mistake(row: Mapping[str, Any]) -> Mistake:
    steps, values = row["loc"][1:], dict(row.get("ctx", {}))
    if row["type"] == "json_invalid":
        values["position"], steps = steps[0] + 1, ()
    said = _SAID.get(row["type"], row["msg"])
    pointer = "".join(f"/{_escaped(step)}" for step in steps)
    return Mistake(pointer=pointer, detail=said.format_map(values))


def _escaped(step: str | int) -> str:
    """A step of a JSON pointer."""
    return str(step)[:_STEP].replace("~", "~0").replace("/", "~1")
