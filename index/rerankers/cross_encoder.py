"""Any cross-encoder of sentence-transformers, by path or hub id. Imports torch: seconds."""

from collections.abc import Sequence

import numpy as np

from index.errors import RerankerUnavailable
from index.rerankers import LONGEST, Scores


class CrossEncoderReranker:
    """A cross-encoder with one output, whose logistic function is the score.

    Args:
        model: a local path, or an id on the hub (downloaded unless HF_HUB_OFFLINE is set).

    Raises:
        RerankerUnavailable: if the library is not installed, or the model cannot be used.
    """

    def __init__(self, model: str) -> None:
        try:
            from sentence_transformers import CrossEncoder
            from torch.nn import Sigmoid
        except ImportError as error:
            raise RerankerUnavailable(
                "没有安装 sentence-transformers。",
                hint="请运行 pip install 'policy-chatbot[transformers]'",
            ) from error
        try:
            self._model = CrossEncoder(model, max_length=LONGEST, activation_fn=Sigmoid())
        except (OSError, ValueError) as error:
            raise RerankerUnavailable(
                f"重排模型 {model!r} 无法加载（{error}）。",
                hint="请检查路径；使用模型名称时需要能访问模型库，并且没有设置 HF_HUB_OFFLINE。",
            ) from error
        if self._model.num_labels != 1:
            raise RerankerUnavailable(
                f"模型 {model!r} 有 {self._model.num_labels} 个输出，重排模型应当只有一个。",
                hint="请换用其他模型，例如 bge-reranker-base。",
            )
        self.name = f"cross-encoder:{model}"

    def scores(self, question: str, texts: Sequence[str]) -> Scores:
        """float32 [len(texts)], in [0, 1], higher is better."""
        pairs = [(question, text) for text in texts]
        return np.asarray(self._model.predict(pairs, show_progress_bar=False), dtype=np.float32)


def load(model: str) -> CrossEncoderReranker:
    """The reranker of `cross-encoder:MODEL`.

    Raises:
        RerankerUnavailable: if no model is named, or it cannot be loaded.
    """
    if not model:
        raise RerankerUnavailable(
            "没有指明模型。",
            hint="例如 CHATBOT_RERANKER=cross-encoder:/models/bge-reranker-base",
        )
    return CrossEncoderReranker(model)
