"""Any server with OpenAI's `/v1/embeddings`: vLLM, TEI, llama.cpp, Ollama, a provider's own.

Asks nothing of the server before the first text is to be embedded. The model's name is its
identity, wherever it is served: a server that moves does not make an index useless.
"""

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.embedders import Options, Vectors, unit_length, visible
from index.errors import EmbedderUnavailable

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI
    from openai.types import CreateEmbeddingResponse

_RETRIES = 5
"""Further attempts on 408, 409, 429, 5xx and lost connections, after 0.5 to 8 seconds each."""
_QUERY_TIMEOUT_S = 5.0
"""For a query, without further attempts: somebody waits, and full text alone answers too."""
_SHOWN = 200
"""Characters of what a server says that are repeated."""
_REFUSED = {401, 403}
_KEPT = "索引和数据库没有改动。"


class OpenAIEmbedder:
    """A model behind an OpenAI-compatible server.

    Args:
        model: its name there.
        options: address, key, time limit, texts a request, and prompts.
    """

    def __init__(self, model: str, options: Options) -> None:
        self.name = f"openai:{model}{options.identity()}"
        self._model = model
        self._options = options
        # The library refuses an empty one; a server without keys does not look.
        self._key = options.api_key or "none"

    @cached_property
    def dim(self) -> int:
        """Number of dimensions, as the first text embedded had.

        Raises:
            EmbedderUnavailable: if the server fails.
        """
        return int(self._embed(["维数"], self._client).shape[1])

    def documents(self, texts: list[str]) -> Vectors:
        """float32 [len(texts), dim], L2-normalised.

        Raises:
            EmbedderUnavailable: if the server fails, or its vectors cannot be used.
        """
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        prompt, step = self._options.document_prompt or "", self._options.batch
        for start in range(0, len(texts), step):
            batch = [prompt + text for text in texts[start : start + step]]
            vectors[start : start + step] = self._embed(batch, self._client)
        return vectors

    def query(self, text: str) -> Vectors:
        """float32 [dim], L2-normalised.

        Raises:
            EmbedderUnavailable: if the server fails or takes long, or its vector cannot be used.
        """
        timeout_s = min(_QUERY_TIMEOUT_S, self._options.timeout_s)
        client = self._client.with_options(max_retries=0, timeout=timeout_s)
        vector: Vectors = self._embed([(self._options.query_prompt or "") + text], client)[0]
        return vector

    @cached_property
    def _client(self) -> "OpenAI":
        from openai import OpenAI

        options = self._options
        return OpenAI(
            base_url=options.base_url,
            api_key=self._key,
            timeout=options.timeout_s,
            max_retries=_RETRIES,
        )

    def _embed(self, texts: list[str], client: "OpenAI") -> Vectors:
        """One request. Errors are raised from nothing: those of the library may hold the key."""
        from openai import APIStatusError, APITimeoutError, OpenAIError

        wanted = [visible(text) for text in texts]
        try:
            reply = client.embeddings.create(
                model=self._model, input=wanted, encoding_format="float"
            )
        except APITimeoutError:
            raise self._failed(
                f"{client.timeout:g} 秒内没有回答", "可调大 CHATBOT_EMBEDDER_TIMEOUT_S。"
            ) from None
        except APIStatusError as error:
            raise self._refused(error) from None
        except (OpenAIError, ValueError) as error:
            raise self._failed(
                f"无法连接（{type(error).__name__}）", "请检查 CHATBOT_EMBEDDER_BASE_URL。"
            ) from None
        return unit_length(self._matrix(reply, len(texts)))

    def _matrix(self, reply: "CreateEmbeddingResponse", count: int) -> Vectors:
        """The vectors of a reply in the order of the texts, whatever the server put into it."""
        try:
            rows = sorted(reply.data, key=lambda row: int(row.index))
            vectors = np.array([row.embedding for row in rows], dtype=np.float32)
        except (AttributeError, TypeError, ValueError):
            raise self._failed("回答中没有可用的向量", "请检查地址和模型名称。") from None
        if len(vectors) != count:
            raise self._failed(f"收到 {count} 段文字，返回 {len(vectors)} 个向量")
        if vectors.ndim != 2 or not vectors.size:  # noqa: PLR2004 - a matrix
            raise self._failed("回答中没有可用的向量", "请检查地址和模型名称。")
        if "dim" in self.__dict__ and vectors.shape[1] != self.dim:
            raise self._failed(f"返回 {vectors.shape[1]} 维的向量，此前是 {self.dim} 维")
        if not np.isfinite(np.linalg.norm(vectors, axis=1)).all():
            raise self._failed("返回的向量含有无效的数值（NaN 或无穷大）")
        return vectors

    def _refused(self, error: "APIStatusError") -> EmbedderUnavailable:
        status = error.status_code
        if status in _REFUSED:
            # The server's own words may repeat the key.
            return self._failed(f"拒绝了密钥（{status}）", "请检查 CHATBOT_EMBEDDER_API_KEY。")
        said = error.response.text.replace(self._key, "***")[:_SHOWN]
        return self._failed(
            f"返回 {status}：{said}",
            "请检查地址（以 /v1 结尾）和模型名称；如服务器限制了条数或长度，"
            "请调小 CHATBOT_EMBEDDER_BATCH，或令其截断过长的文字。",
        )

    def _failed(self, what: str, hint: str = "请换用其他模型或服务器。") -> EmbedderUnavailable:
        where = self._client.base_url.copy_with(userinfo=b"", query=None)
        return EmbedderUnavailable(
            f"向量模型 {self._model}（{where}）{what}。", kept=_KEPT, hint=hint
        )


def load(model: str, options: Options) -> OpenAIEmbedder:
    """The embedder of `openai:MODEL`.

    Raises:
        EmbedderUnavailable: if no model or no address is given.
    """
    if not model or not options.base_url:
        raise EmbedderUnavailable(
            "没有指明模型。" if not model else "没有指明向量模型服务器的地址。",
            hint="例如 CHATBOT_EMBEDDER=openai:bge-m3 "
            "CHATBOT_EMBEDDER_BASE_URL=http://localhost:8080/v1",
        )
    return OpenAIEmbedder(model, options)
