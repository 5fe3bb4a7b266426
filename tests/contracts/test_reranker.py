"""Every reranker × the same cases."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.errors import RerankerUnavailable
from index.rerankers import Reranker, load
from tests.onnx_models import classifier, tokenizer

QUESTION = "中试平台"
TEXTS = ["建设中试平台", "引进海外人才", "修建公路"]


def cross_encoder(folder: Path, labels: int = 1) -> str:
    """A real cross-encoder of two layers with random weights."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification

    size = tokenizer(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=size,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=512,
        initializer_range=1.0,
        id2label={label: str(label) for label in range(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    settings = {"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "[PAD]"}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings), encoding="utf-8")
    # As many that are published: they give logits unless asked for more.
    CrossEncoder(str(folder), activation_fn=torch.nn.Identity()).save_pretrained(str(folder))
    return f"cross-encoder:{folder}"


@pytest.fixture(scope="module", params=[cross_encoder, classifier])
def reranker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reranker:
    return load(request.param(tmp_path_factory.mktemp("model")))


def test_each_text_has_one_score_between_0_and_1(reranker: Reranker) -> None:
    scores = reranker.scores(QUESTION, TEXTS)
    assert scores.shape == (3,)
    assert scores.dtype == np.float32
    assert ((scores >= 0) & (scores <= 1)).all()
    assert len(set(scores.tolist())) == 3


def test_a_score_does_not_depend_on_the_other_texts(reranker: Reranker) -> None:
    alone = reranker.scores(QUESTION, [TEXTS[2]])[0]
    assert reranker.scores(QUESTION, TEXTS)[2] == pytest.approx(float(alone), abs=1e-5)


def test_the_question_counts(reranker: Reranker) -> None:
    other = reranker.scores("修建公路", TEXTS)
    assert not np.allclose(reranker.scores(QUESTION, TEXTS), other, atol=1e-4)


def test_any_length_is_taken(reranker: Reranker) -> None:
    assert np.isfinite(reranker.scores(QUESTION, ["", "平台" * 5_000])).all()


def test_no_texts_have_no_scores(reranker: Reranker) -> None:
    assert reranker.scores(QUESTION, []).shape == (0,)


@pytest.mark.parametrize("make", [cross_encoder, classifier])
def test_a_model_with_several_outputs_is_refused(
    make: Callable[[Path, int], str], tmp_path: Path
) -> None:
    with pytest.raises(RerankerUnavailable, match="输出"):
        load(make(tmp_path, 3))


@pytest.mark.parametrize(
    "spec",
    ["cohere", "cross-encoder:", "cross-encoder:/nowhere", "onnx:", "onnx:/nowhere"],
)
def test_a_reranker_that_cannot_be_had_says_so(spec: str) -> None:
    with pytest.raises(RerankerUnavailable) as caught:
        load(spec)
    assert caught.value.hint
