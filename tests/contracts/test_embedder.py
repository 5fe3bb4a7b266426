"""Every embedder × the same cases."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from index.embedders import Embedder, FromTokens, Options, embedded, load
from index.errors import EmbedderUnavailable
from index.tokens import cut
from tests.embedding import KEY, MODEL, EmbeddingServer
from tests.onnx_models import graph
from tests.serving import running

TEXTS = ["建设中试平台", "引进海外人才", "修建公路"]


def static_model(folder: Path) -> str:
    """A real sentence-transformers model of a few kilobytes."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split

    words = sorted(set("".join(TEXTS)) | {"[UNK]"})
    tokenizer = Tokenizer(WordLevel({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    weights = np.random.default_rng(0).normal(size=(len(words), 16)).astype(np.float32)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)])
    model.save(str(folder))
    return f"sentence-transformers:{folder}"


def prompted(spec: str, prompts: dict[str, str]) -> str:
    """The same model with prompts of its own."""
    settings = Path(spec.partition(":")[2]) / "config_sentence_transformers.json"
    values = json.loads(settings.read_text(encoding="utf-8")) if settings.exists() else {}
    settings.write_text(json.dumps({**values, "prompts": prompts}), encoding="utf-8")
    return spec


@pytest.fixture(scope="module", params=["builtin", "sentence-transformers", "onnx", "openai"])
def embedder(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Embedder]:
    folder = tmp_path_factory.mktemp("model")
    match request.param:
        case "sentence-transformers":
            yield load(static_model(folder))
        case "onnx":
            yield load(graph(folder))
        case "openai":
            with running(EmbeddingServer().app()) as url:
                yield load(f"openai:{MODEL}", Options(base_url=url, api_key=KEY))
        case _:
            yield load("builtin")


def test_vectors_have_the_promised_shape_and_length(embedder: Embedder) -> None:
    vectors = embedder.documents(TEXTS)
    assert vectors.shape == (3, embedder.dim)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_text_is_nearest_to_itself(embedder: Embedder) -> None:
    scores = embedder.documents(TEXTS) @ embedder.query(TEXTS[1])
    assert int(scores.argmax()) == 1
    assert scores[1] == pytest.approx(1, abs=1e-5)


def test_a_vector_does_not_depend_on_its_neighbours(embedder: Embedder) -> None:
    together = embedder.documents(TEXTS)[2]
    assert np.allclose(together, embedder.documents([TEXTS[2]])[0], atol=1e-6)


def test_vectors_come_in_the_order_of_the_texts_however_many(embedder: Embedder) -> None:
    texts = [TEXTS[i % 3] + TEXTS[2] * (i % 7) for i in range(70)]
    alone = np.concatenate([embedder.documents([text]) for text in texts])
    assert np.allclose(embedder.documents(texts), alone, atol=1e-6)


def test_no_texts_make_no_vectors(embedder: Embedder) -> None:
    assert embedder.documents([]).shape == (0, embedder.dim)


def test_what_was_cut_before_gives_the_same_vectors(embedder: Embedder) -> None:
    vectors = embedded(embedder, TEXTS, [cut(text) for text in TEXTS])
    assert np.array_equal(vectors, embedder.documents(TEXTS))


def test_the_built_in_embedder_needs_only_the_tokens() -> None:
    embedder = load("builtin")
    assert isinstance(embedder, FromTokens)
    vectors = embedded(embedder, ["", ""], [cut(TEXTS[0]), cut(TEXTS[1])])
    assert np.array_equal(vectors, embedder.documents(TEXTS[:2]))


def test_no_text_makes_a_vector_that_is_no_number(embedder: Embedder) -> None:
    assert np.isfinite(embedder.documents(["", "🙂", "\n"])).all()


def test_the_name_tells_models_apart(embedder: Embedder, tmp_path: Path) -> None:
    assert embedder.name != load(static_model(tmp_path)).name


@pytest.mark.parametrize("make", [static_model, graph])
def test_a_model_s_own_prompts_stand_before_query_and_document(
    make: Callable[[Path], str], tmp_path: Path
) -> None:
    plain = load(make(tmp_path / "plain"))
    prompts = {"query": TEXTS[0], "document": TEXTS[1]}
    model = load(prompted(make(tmp_path / "prompted"), prompts))
    assert np.allclose(model.query(TEXTS[2]), plain.query(TEXTS[0] + TEXTS[2]), atol=1e-6)
    expected = plain.documents([TEXTS[1] + TEXTS[2]])
    assert np.allclose(model.documents([TEXTS[2]]), expected, atol=1e-6)


@pytest.mark.parametrize("make", [static_model, graph])
def test_prompts_of_the_settings_stand_in_place_of_the_model_s_own(
    make: Callable[[Path], str], tmp_path: Path
) -> None:
    plain = load(make(tmp_path / "plain"))
    spec = prompted(make(tmp_path / "model"), {"query": TEXTS[0], "document": TEXTS[0]})
    model = load(spec, Options(query_prompt=TEXTS[1], document_prompt=""))
    assert np.allclose(model.query(TEXTS[2]), plain.query(TEXTS[1] + TEXTS[2]), atol=1e-6)
    assert np.allclose(model.documents([TEXTS[2]]), plain.documents([TEXTS[2]]), atol=1e-6)


@pytest.mark.parametrize("make", [static_model, graph])
def test_other_prompts_make_another_embedder(make: Callable[[Path], str], tmp_path: Path) -> None:
    spec = make(tmp_path)
    options = [Options(), Options(query_prompt=""), Options(document_prompt="")]
    assert len({load(spec, chosen).name for chosen in options}) == 3


def test_a_model_with_other_settings_is_another_model(tmp_path: Path) -> None:
    spec = static_model(tmp_path / "model")
    name = load(spec).name
    assert load(prompted(spec, {"query": "问：", "document": ""})).name != name


@pytest.mark.parametrize(
    "spec",
    [
        "word2vec",
        "sentence-transformers:",
        "sentence-transformers:/nowhere",
        "builtin:/nowhere",
        "onnx:",
        "onnx:/nowhere",
        "openai:",
        "openai:without-an-address",
    ],
)
def test_an_embedder_that_cannot_be_had_says_so(spec: str) -> None:
    with pytest.raises(EmbedderUnavailable) as caught:
        load(spec)
    assert caught.value.hint
