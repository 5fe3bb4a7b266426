"""Tiny transformers as ONNX graphs: a table of token vectors, and a classifier over it."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

CHARACTERS = "建设中试平台引进海外人才修公路"


def tokenizer(folder: Path) -> int:
    """Write a tokenizer of single characters; the number of its tokens."""
    tokens = ["[PAD]", "[UNK]", *sorted(set(CHARACTERS))]
    made = Tokenizer(WordLevel({t: i for i, t in enumerate(tokens)}, unk_token="[UNK]"))
    made.pre_tokenizer = Split("", "isolated")
    folder.mkdir(parents=True, exist_ok=True)
    made.save(str(folder / "tokenizer.json"))
    return len(tokens)


def graph(folder: Path, seed: int = 0) -> str:
    """An embedder's: input_ids → last_hidden_state."""
    size = tokenizer(folder)
    table = np.random.default_rng(seed).normal(size=(size, 16)).astype(np.float32)
    _write(
        folder,
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        {"table": table},
        ("last_hidden_state", ["texts", "tokens", 16]),
    )
    return f"onnx:{folder}"


def classifier(folder: Path, labels: int = 1) -> str:
    """A cross-encoder's: input_ids → logits, here the sum over the tokens of numbers of theirs."""
    size = tokenizer(folder)
    table = np.random.default_rng(0).normal(size=(size, labels)).astype(np.float32)
    table[0] = 0  # padding
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["tokens"]),
        helper.make_node("ReduceSum", ["tokens", "axis"], ["logits"], keepdims=0),
    ]
    _write(
        folder,
        nodes,
        {"table": table, "axis": np.array([1], dtype=np.int64)},
        ("logits", ["texts", labels]),
    )
    return f"onnx:{folder}"


def _write(
    folder: Path,
    nodes: list[onnx.NodeProto],
    tensors: dict[str, np.ndarray],
    output: tuple[str, list[str | int]],
) -> None:
    made = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])],
        [helper.make_tensor_value_info(output[0], TensorProto.FLOAT, output[1])],
        [numpy_helper.from_array(values, name) for name, values in tensors.items()],
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(folder / "model.onnx"))
