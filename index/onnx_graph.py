"""A transformer as an ONNX graph beside its tokenizer, as exported for the hub. No torch.

It runs on a graphics card where onnxruntime-gpu is what is installed, and finds one.

sentence-transformers runs such graphs through optimum-onnx, which needs transformers 4 while
sentence-transformers 6 needs 5; onnxruntime and tokenizers are all there is to it.
"""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_GRAPHS = ("model.onnx", "onnx/model.onnx")
_TOKENIZER, _TOKENIZER_SETTINGS = "tokenizer.json", "tokenizer_config.json"
_LONGEST, _LIMIT = 512, 8_192
"""Tokens a text where the model does not say, and at most."""
_BATCH, _BATCH_ON_GPU = 16, 128
_GPU, _CPU = "CUDAExecutionProvider", "CPUExecutionProvider"
_PADDING = ("[PAD]", "<pad>")

Floats = NDArray[np.float32]
Reduce = Callable[[Floats, Floats], Floats]
"""Output [texts, …] and attention mask [texts, tokens] → one row a text."""


class OnnxGraph:
    """Texts, or pairs of texts, in; rows made of the graph's output out.

    Args:
        path: a folder with `tokenizer.json` and `model.onnx` or `onnx/model.onnx`; or an .onnx
            file in such a folder, to choose among several.

    Attributes:
        folder: where the tokenizer and the settings lie.
        file: the graph.

    Raises:
        ImportError: if onnxruntime is not installed.
        OSError: if a file is missing.
        ValueError: if one cannot be read.
    """

    def __init__(self, path: Path) -> None:
        from onnxruntime import InferenceSession, get_available_providers
        from tokenizers import Tokenizer

        self.folder, self.file = _found(path)
        try:
            self._tokenizer = Tokenizer.from_file(str(self.folder / _TOKENIZER))
            providers = [name for name in (_GPU, _CPU) if name in get_available_providers()]
            self._session = InferenceSession(self.file, providers=providers)
        # Both libraries raise Exception itself.
        except Exception as error:
            raise ValueError(str(error)) from error
        self._tokenizer.enable_truncation(_longest(self.folder))
        token = next((t for t in _PADDING if self._tokenizer.token_to_id(t) is not None), "[PAD]")
        self._tokenizer.enable_padding(
            pad_id=self._tokenizer.token_to_id(token) or 0, pad_token=token
        )
        self._batch = _BATCH_ON_GPU if _GPU in self._session.get_providers() else _BATCH
        self._inputs = {row.name for row in self._session.get_inputs()}
        outputs = [row.name for row in self._session.get_outputs()]
        pooled = "sentence_embedding"
        self._output = pooled if pooled in outputs else outputs[0]

    def limit(self, tokens: int) -> None:
        """Cut texts off after so many tokens, where the model takes more."""
        self._tokenizer.enable_truncation(min(tokens, _longest(self.folder)))

    def each(self, texts: Sequence[str] | Sequence[tuple[str, str]], reduce: Reduce) -> Floats:
        """One row a text, float32 [len(texts), …]: what `reduce` makes of output and mask.

        Texts of like length go together: little is padded.
        """
        order = sorted(range(len(texts)), key=lambda i: sum(map(len, texts[i])))
        rows: list[Floats] = [np.zeros(0, dtype=np.float32)] * len(texts)
        for start in range(0, len(texts), self._batch):
            batch = order[start : start + self._batch]
            for place, row in zip(batch, self._run([texts[i] for i in batch], reduce), strict=True):
                rows[place] = row
        return np.array(rows, dtype=np.float32)

    def _run(self, texts: Sequence[str | tuple[str, str]], reduce: Reduce) -> Floats:
        encoded = self._tokenizer.encode_batch(list(texts))
        columns = {
            "input_ids": [row.ids for row in encoded],
            "attention_mask": [row.attention_mask for row in encoded],
            "token_type_ids": [row.type_ids for row in encoded],
        }
        arrays = {name: np.array(rows, dtype=np.int64) for name, rows in columns.items()}
        fed = {name: array for name, array in arrays.items() if name in self._inputs}
        (output,) = self._session.run([self._output], fed)
        mask = arrays["attention_mask"].astype(np.float32)
        return reduce(np.asarray(output, dtype=np.float32), mask)


def read_settings(path: Path) -> dict[str, object]:
    """A JSON file that may be absent."""
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _found(path: Path) -> tuple[Path, Path]:
    if path.suffix == ".onnx":
        folder = path.parent if (path.parent / _TOKENIZER).is_file() else path.parent.parent
        graph = path
    else:
        folder = path
        graph = next(
            (path / name for name in _GRAPHS if (path / name).is_file()), path / _GRAPHS[0]
        )
    for file in (graph, folder / _TOKENIZER):
        if not file.is_file():
            raise FileNotFoundError(f"没有 {file}")
    return folder, graph


def _longest(folder: Path) -> int:
    said = read_settings(folder / _TOKENIZER_SETTINGS).get("model_max_length")
    return int(said) if isinstance(said, int) and 0 < said <= _LIMIT else _LONGEST
