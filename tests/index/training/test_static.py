"""The same vectors here and in sentence-transformers."""

from pathlib import Path

import numpy as np
import pytest

from index.embedders.builtin import load
from index.training.static import export, tokenised

sentence_transformers = pytest.importorskip("sentence_transformers")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    export(load(), folder)
    return folder


def test_an_exported_model_gives_the_vectors_of_the_built_in_one(exported: Path) -> None:
    texts = ["加快中试平台建设", "用人单位应当支付劳动报酬。", "5G 与 AI：☃ 之外"]
    model = sentence_transformers.SentenceTransformer(str(exported), device="cpu")
    theirs = model.encode([tokenised(text) for text in texts])
    assert np.allclose(theirs, load().documents(texts), atol=1e-5)
