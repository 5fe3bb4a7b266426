"""An embedding model as an ONNX graph in a folder; faster on a CPU than torch, and smaller."""

from hashlib import file_digest, sha256
from pathlib import Path

import numpy as np

from index.embedders import Options, Vectors, unit_length, visible
from index.errors import EmbedderUnavailable
from index.onnx_graph import Floats, OnnxGraph, read_settings

_POOLING, _PROMPTS = "1_Pooling/config.json", "config_sentence_transformers.json"


class OnnxEmbedder:
    """The graph's token vectors as one: pooled and prompted as sentence-transformers would.

    Pooling is the first token's vector where the model says so, else the mean; a graph with an
    output of one vector a text has pooled already.

    Args:
        path: what `index.onnx_graph.OnnxGraph` takes.
        options: prompts.

    Raises:
        EmbedderUnavailable: if onnxruntime is not installed, or the model cannot be loaded.
    """

    def __init__(self, path: str, options: Options) -> None:
        try:
            self._graph = OnnxGraph(Path(path))
            folder = self._graph.folder
            self._first_token = _takes_first_token(read_settings(folder / _POOLING))
            prompts = read_settings(folder / _PROMPTS).get("prompts")
        except ImportError as error:
            raise EmbedderUnavailable(
                "没有安装 onnxruntime。", hint="请运行 pip install 'policy-chatbot[onnx]'"
            ) from error
        except (OSError, ValueError) as error:
            raise EmbedderUnavailable(
                f"ONNX 向量模型 {path!r} 无法加载（{error}）。",
                hint="文件夹中应有 model.onnx（或 onnx/model.onnx）和 tokenizer.json。",
            ) from error
        own = prompts if isinstance(prompts, dict) else {}
        self._query_prompt = _chosen(options.query_prompt, own.get("query"))
        self._document_prompt = _chosen(options.document_prompt, own.get("document"))
        self.name = f"onnx:{path}@{_fingerprint(folder, self._graph.file)}{options.identity()}"
        self.dim = int(self._embed([""]).shape[1])

    def documents(self, texts: list[str]) -> Vectors:
        """float32 [len(texts), dim], L2-normalised."""
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        return self._embed([self._document_prompt + text for text in texts])

    def query(self, text: str) -> Vectors:
        """float32 [dim], L2-normalised."""
        vector: Vectors = self._embed([self._query_prompt + text])[0]
        return vector

    def _embed(self, texts: list[str]) -> Vectors:
        return unit_length(self._graph.each([visible(text) for text in texts], self._pooled))

    def _pooled(self, output: Floats, mask: Floats) -> Floats:
        """One vector a text, from float32 [texts, tokens, dim] or [texts, dim]."""
        if output.ndim == 2:  # noqa: PLR2004 - pooled already
            return output
        if self._first_token:
            return output[:, 0]
        sums = np.einsum("ntd,nt->nd", output, mask)
        return np.asarray(sums / np.maximum(mask.sum(axis=1, keepdims=True), 1), dtype=np.float32)


def load(path: str, options: Options) -> OnnxEmbedder:
    """The embedder of `onnx:FOLDER` or `onnx:FILE.onnx`.

    Raises:
        EmbedderUnavailable: if no model is named, or it cannot be loaded.
    """
    if not path:
        raise EmbedderUnavailable(
            "没有指明模型。", hint="例如 CHATBOT_EMBEDDER=onnx:/models/bge-small-zh"
        )
    return OnnxEmbedder(path, options)


def _takes_first_token(settings: dict[str, object]) -> bool:
    """Whether the pooling is of the first token.

    Raises:
        ValueError: if it is neither that nor the mean.
    """
    said = settings.get("pooling_mode")
    modes = {said} if isinstance(said, str) else set()
    modes |= {key for key, on in settings.items() if key.startswith("pooling_mode_") and on is True}
    first = modes & {"cls", "pooling_mode_cls_token"}
    if modes - {"cls", "pooling_mode_cls_token", "mean", "pooling_mode_mean_tokens"}:
        raise ValueError(f"不支持的池化方式 {'、'.join(sorted(map(str, modes)))}")
    return bool(first)


def _chosen(configured: str | None, own: object) -> str:
    if configured is not None:
        return configured
    return own if isinstance(own, str) else ""


def _fingerprint(folder: Path, graph: Path) -> str:
    """Of all that makes the vectors: the graph with its weights, the tokenizer, the settings."""
    settings = [*folder.glob("*.json"), folder / _POOLING]
    weights = graph.parent.glob(f"{graph.name}*")
    digest = sha256()
    for path in sorted({path for path in (*settings, *weights) if path.is_file()}):
        with path.open("rb") as file:
            digest.update(file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]
