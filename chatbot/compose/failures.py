"""How a language model fails, and what the user is told of it."""

import openai
from langchain_core.exceptions import (
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelError,
    ModelPermissionDeniedError,
    ModelRateLimitError,
    ModelTimeoutError,
)

FAILURES = (
    ModelError,
    openai.OpenAIError,
    TimeoutError,
    # langchain says with a plain ValueError that a stream held nothing at all, and fails with
    # these where it first reads an event that is no JSON, or JSON of another kind.
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
)
"""What may be raised where a model is asked."""

_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (ModelRateLimitError, "语言模型请求过多，暂时被限流"),
    (ModelTimeoutError, "语言模型未在时限内答复"),
    (TimeoutError, "语言模型未在时限内答复"),
    (ModelConnectionError, "与语言模型的连接中断"),
    (ModelAuthenticationError, "语言模型拒绝了访问"),
    (ModelPermissionDeniedError, "语言模型拒绝了访问"),
    (ModelAPIError, "语言模型服务出错"),
)


def reason(error: Exception) -> str:
    """What happened, without a full stop."""
    return next((said for kind, said in _REASONS if isinstance(error, kind)), "语言模型暂时不可用")
