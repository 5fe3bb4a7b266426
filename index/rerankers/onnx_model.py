"""A cross-encoder as an ONNX graph in a folder: no torch."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.embedders import visible
from index.errors import RerankerUnavailable
from index.onnx_graph import Floats, OnnxGraph
from index.rerankers import LONGEST, Scores


class OnnxReranker:
    """A graph with one output, whose logistic function is the score.

    Args:
        path: what `index.onnx_graph.OnnxGraph` takes.

    Raises:
        RerankerUnavailable: if onnxruntime is not installed, or the model cannot be used.
    """

    def __init__(self, path: str) -> None:
        try:
            self._graph = OnnxGraph(Path(path))
        except ImportError as error:
            raise RerankerUnavailable(
                "没有安装 onnxruntime。", hint="请运行 pip install 'policy-chatbot[onnx]'"
            ) from error
        except (OSError, ValueError) as error:
            raise RerankerUnavailable(
                f"ONNX 重排模型 {path!r} 无法加载（{error}）。",
                hint="文件夹中应有 model.onnx（或 onnx/model.onnx）和 tokenizer.json。",
            ) from error
        self._graph.limit(LONGEST)
        outputs = self._logits([("。", "。")]).shape
        if outputs != (1, 1):
            raise RerankerUnavailable(
                f"模型 {path!r} 的输出形如 {outputs}，重排模型对一段文字应当只有一个输出。",
                hint="请换用其他模型，例如 bge-reranker-base。",
            )
        self.name = f"onnx:{path}"

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """float32 [len(texts)], in [0, 1], higher is better."""
        if not texts:
            return np.zeros(0, dtype=np.float32)
        logits = self._logits([(question, visible(text)) for text in texts])[:, 0]
        # The logistic function, in the form that cannot overflow.
        return np.asarray(0.5 * (1 + np.tanh(logits / 2)), dtype=np.float32)

    def _logits(self, pairs: list[tuple[str, str]]) -> Floats:
        """float32 [len(pairs), outputs]."""
        return self._graph.each(pairs, lambda output, _: output)


def load(path: str) -> OnnxReranker:
    """The reranker of `onnx:FOLDER` or `onnx:FILE.onnx`.

    Raises:
        RerankerUnavailable: if no model is named, or it cannot be loaded.
    """
    if not path:
        raise RerankerUnavailable(
            "没有指明模型。", hint="例如 CHATBOT_RERANKER=onnx:/models/bge-reranker-base"
        )
    return OnnxReranker(path)
