"""The built-in embedder: what it promises of any text, and that the shipped one means something."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedders.builtin import VOCABULARY, WEIGHTS, BuiltinEmbedder, load, write
from index.errors import EmbedderUnavailable

SHIPPED = load()


def tiny(folder: Path, weights: list[list[float]]) -> BuiltinEmbedder:
    """The tokens 中, 试, 中试 with these vectors."""
    write(folder, ["中", "试", "中试"], np.array(weights, dtype=np.float32))
    return BuiltinEmbedder(folder)


def test_a_text_is_the_sum_of_its_tokens_at_unit_length(tmp_path: Path) -> None:
    embedder = tiny(tmp_path, [[1, 0], [0, 1], [2, 3]])
    assert embedder.query("中试") == pytest.approx(np.array([3, 4]) / 5, abs=0.01)


def test_the_weight_of_a_token_is_the_length_of_its_vector(tmp_path: Path) -> None:
    """Rows keep their own scale when quantised: a light token stays light, not zero."""
    embedder = tiny(tmp_path, [[0.001, 0.002], [0, 1], [500, 300]])
    assert embedder.weights[0] == pytest.approx([0.001, 0.002], rel=0.01)
    assert embedder.weights[2] == pytest.approx([500, 300], rel=0.01)


def test_documents_and_queries_are_embedded_alike() -> None:
    texts = ["加快中试平台建设。", "第一条 本法所称企业，是指……", ""]
    assert np.array_equal(SHIPPED.documents(texts), np.stack([SHIPPED.query(t) for t in texts]))


def test_width_and_case_make_no_difference() -> None:
    assert np.array_equal(SHIPPED.query("５Ｇ网络"), SHIPPED.query("5g网络"))


@pytest.mark.parametrize("text", ["", "  \n", "☃", "。，！", "qwxzqwxz"])
def test_a_text_without_a_known_token_is_the_zero_vector(text: str) -> None:
    assert not SHIPPED.query(text).any()


def test_a_token_with_a_zero_vector_gives_no_nan(tmp_path: Path) -> None:
    assert tiny(tmp_path, [[0, 0], [1, 0], [0, 1]]).query("中").tolist() == [0, 0]


def test_no_texts_give_an_empty_matrix() -> None:
    assert SHIPPED.documents([]).shape == (0, SHIPPED.dim)


@given(st.text(alphabet=st.sampled_from("企业补贴法院（），。2025ab ☃"), max_size=40))
def test_a_vector_has_length_one_or_zero(text: str) -> None:
    vector = SHIPPED.query(text)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5) or not vector.any()


@pytest.mark.parametrize(
    ("question", "right", "wrong"),
    [
        (
            "单位不发工资怎么办",
            "用人单位应当按照约定，及时足额支付劳动报酬。",
            "文物收藏单位应当建立藏品档案。",
        ),
        (
            "离婚后孩子归谁",
            "不满两周岁的子女，以由母亲直接抚养为原则。",
            "离岸账户应当单独核算。",
        ),
        (
            "新技术的标准谁来制定",
            "加快标准制修订，发挥专业标准化组织作用。",
            "申请人应当提交身份证明。",
        ),
    ],
)
def test_the_shipped_model_knows_what_belongs_together(
    question: str, right: str, wrong: str
) -> None:
    cosines = SHIPPED.documents([right, wrong]) @ SHIPPED.query(question)
    assert cosines[0] > cosines[1] + 0.1


def test_the_name_changes_with_the_weights(tmp_path: Path) -> None:
    """The index manifest tells embedders apart by name alone."""
    first = tiny(tmp_path / "a", [[1, 0], [0, 1], [2, 3]])
    same = tiny(tmp_path / "b", [[1, 0], [0, 1], [2, 3]])
    other = tiny(tmp_path / "c", [[1, 0], [0, 1], [3, 2]])
    assert first.name == same.name != other.name


def test_the_shipped_model_is_small() -> None:
    files = (SHIPPED.folder / WEIGHTS, SHIPPED.folder / VOCABULARY)
    assert sum(file.stat().st_size for file in files) <= 12 * 1024 * 1024


def test_the_embedder_loads_without_torch() -> None:
    code = (
        "import sys; from index.embedders.builtin import load; load().query('企业');"
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", [WEIGHTS, VOCABULARY])
def test_a_missing_file_is_named_with_a_way_out(tmp_path: Path, name: str) -> None:
    tiny(tmp_path, [[1, 0], [0, 1], [2, 3]])
    (tmp_path / name).unlink()
    with pytest.raises(EmbedderUnavailable, match=r"(?s)不是完整的内置向量模型.*重新训练"):
        BuiltinEmbedder(tmp_path)


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    tiny(tmp_path, [[1, 0], [0, 1], [2, 3]])
    (tmp_path / WEIGHTS).write_bytes(b"not safetensors")
    with pytest.raises(EmbedderUnavailable, match="不是完整的内置向量模型"):
        BuiltinEmbedder(tmp_path)


def test_a_vocabulary_of_another_model_is_refused(tmp_path: Path) -> None:
    tiny(tmp_path, [[1, 0], [0, 1], [2, 3]])
    (tmp_path / VOCABULARY).write_text("中\n试\n", encoding="utf-8")
    with pytest.raises(EmbedderUnavailable, match="词表有 2 项，向量有 3 行"):
        BuiltinEmbedder(tmp_path)
