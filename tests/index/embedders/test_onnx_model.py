"""ONNX graphs: pooled as the model says, equal to what they were exported from."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embedders import load
from index.errors import EmbedderUnavailable
from tests.onnx_models import graph, tokenizer

TEXTS = ["建设中试平台", "引进海外人才建设", "公路"]


def pooled(spec: str, settings: dict[str, object]) -> str:
    """The same model with another pooling."""
    folder = Path(spec.partition(":")[2]) / "1_Pooling"
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps(settings), encoding="utf-8")
    return spec


def exported(folder: Path, pooling: str) -> Path:
    """A real sentence-transformers model with two layers, and its graph."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel

    class Hidden(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = bert

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            said = self.bert(input_ids=input_ids, attention_mask=attention_mask)
            return torch.as_tensor(said.last_hidden_state)

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=tokenizer(folder / "bert"),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        initializer_range=1.0,
    )
    bert = BertModel(config)
    bert.save_pretrained(folder / "bert")
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "[PAD]"}
    (folder / "bert" / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    transformer = Transformer(str(folder / "bert"))
    SentenceTransformer(modules=[transformer, Pooling(16, pooling)]).save(str(folder / "model"))
    some = torch.ones(2, 5, dtype=torch.long)
    names = ["input_ids", "attention_mask", "last_hidden_state"]
    torch.onnx.export(
        Hidden().eval(),
        (some, some),
        str(folder / "model" / "model.onnx"),
        input_names=names[:2],
        output_names=names[2:],
        dynamic_axes={name: {0: "texts", 1: "tokens"} for name in names},
        dynamo=False,
    )
    return folder / "model"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("pooling", ["cls", "mean"])
def test_a_graph_gives_the_vectors_of_the_model_it_was_exported_from(
    pooling: str, tmp_path: Path
) -> None:
    model = exported(tmp_path, pooling)
    graph, original = load(f"onnx:{model}"), load(f"sentence-transformers:{model}")
    assert np.allclose(graph.documents(TEXTS), original.documents(TEXTS), atol=1e-5)
    assert np.allclose(graph.query(TEXTS[0]), original.query(TEXTS[0]), atol=1e-5)
    assert graph.name != original.name


@pytest.mark.parametrize("settings", [{"pooling_mode": "cls"}, {"pooling_mode_cls_token": True}])
def test_the_first_token_stands_for_the_text_where_the_model_says_so(
    settings: dict[str, object], tmp_path: Path
) -> None:
    model = load(pooled(graph(tmp_path), settings))
    assert np.array_equal(model.query("建设平台"), model.query("建"))


def test_a_pooling_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbedderUnavailable, match="池化方式 weightedmean"):
        load(pooled(graph(tmp_path), {"pooling_mode": "weightedmean"}))


def test_one_of_several_graphs_can_be_chosen(tmp_path: Path) -> None:
    graph(tmp_path)
    other = Path(graph(tmp_path / "other", seed=1).partition(":")[2])
    (tmp_path / "onnx").mkdir()
    chosen = shutil.copy(other / "model.onnx", tmp_path / "onnx" / "model_int8.onnx")
    assert np.array_equal(load(f"onnx:{chosen}").query("建"), load(f"onnx:{other}").query("建"))


def test_the_name_changes_with_weights_pooling_and_tokenizer(tmp_path: Path) -> None:
    names = {load(graph(tmp_path)).name, load(graph(tmp_path, seed=1)).name}
    names.add(load(pooled(f"onnx:{tmp_path}", {"pooling_mode": "cls"})).name)
    tokens = tmp_path / "tokenizer.json"
    tokens.write_text(tokens.read_text(encoding="utf-8") + " ", encoding="utf-8")
    names.add(load(f"onnx:{tmp_path}").name)
    assert len(names) == 4


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json"])
def test_a_damaged_file_is_refused(file: str, tmp_path: Path) -> None:
    graph(tmp_path)
    (tmp_path / file).write_bytes(b"neither")
    with pytest.raises(EmbedderUnavailable, match="无法加载"):
        load(f"onnx:{tmp_path}")


def test_a_graph_is_run_without_torch(tmp_path: Path) -> None:
    code = (
        "import sys; from index.embedders import load; load(sys.argv[1]).query('企业');"
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code, graph(tmp_path)], check=True)
