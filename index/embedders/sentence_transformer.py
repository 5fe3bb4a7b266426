"""Any sentence-transformers model, by path or hub id. Imports torch, which takes seconds."""

from hashlib import file_digest, sha256
from pathlib import Path

import numpy as np

from index.embedders import Options, Vectors
from index.errors import EmbedderUnavailable

_BATCH, _BATCH_ON_GPU = 64, 256
_PARTS = {".safetensors", ".bin", ".json", ".txt"}


class SentenceTransformerEmbedder:
    """A sentence-transformers model, with its own prompts unless the options give others.

    Args:
        model: a local path, or an id on the hub (downloaded unless HF_HUB_OFFLINE is set).
        options: prompts.

    Raises:
        EmbedderUnavailable: if the library is not installed, or the model cannot be loaded.
    """

    def __init__(self, model: str, options: Options) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EmbedderUnavailable(
                "没有安装 sentence-transformers。",
                hint="请运行 pip install 'policy-chatbot[transformers]'",
            ) from error
        try:
            self._model = SentenceTransformer(model, device=None)
        except (OSError, ValueError) as error:
            raise EmbedderUnavailable(
                f"向量模型 {model!r} 无法加载（{error}）。",
                hint="请检查路径；使用模型名称时需要能访问模型库，并且没有设置 HF_HUB_OFFLINE。",
            ) from error
        dim = self._model.get_embedding_dimension()
        if dim is None:
            raise EmbedderUnavailable(f"向量模型 {model!r} 没有说明维数。", hint="请换用其他模型。")
        self.dim = dim
        self._query_prompt, self._document_prompt = options.query_prompt, options.document_prompt
        self.name = f"sentence-transformers:{model}{fingerprint(Path(model))}{options.identity()}"

    def documents(self, texts: list[str]) -> Vectors:
        """float32 [len(texts), dim], L2-normalised."""
        vectors = self._model.encode_document(
            texts,
            prompt=self._document_prompt,
            batch_size=_BATCH if self._model.device.type == "cpu" else _BATCH_ON_GPU,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        # Of no texts the library makes a vector, not a matrix.
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dim)

    def query(self, text: str) -> Vectors:
        """float32 [dim], L2-normalised."""
        return np.asarray(
            self._model.encode_query(
                text,
                prompt=self._query_prompt,
                normalize_embeddings=True,
                show_progress_bar=False,
            ),
            dtype=np.float32,
        )


def load(model: str, options: Options) -> SentenceTransformerEmbedder:
    """The embedder of `sentence-transformers:MODEL`.

    Raises:
        EmbedderUnavailable: if no model is named, or it cannot be loaded.
    """
    if not model:
        raise EmbedderUnavailable(
            "没有指明模型。",
            hint="例如 CHATBOT_EMBEDDER=sentence-transformers:/models/bge-small-zh",
        )
    return SentenceTransformerEmbedder(model, options)


def fingerprint(folder: Path) -> str:
    """Of a local model's weights and settings: trained further or pooled anew, it is another."""
    parts = [path for path in folder.rglob("*") if path.suffix in _PARTS] if folder.is_dir() else []
    if not parts:
        return ""
    digest = sha256()
    for path in sorted(parts):
        with path.open("rb") as file:
            digest.update(file_digest(file, "sha256").digest())
    return f"@{digest.hexdigest()[:12]}"
