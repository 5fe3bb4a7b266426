"""The built-in embedder as a sentence-transformers model, to train it and to use it elsewhere.

No tokenizer of that world cuts text into overlapping bigrams, so such a model takes text that
`tokenised` has cut already: tokens joined by blanks, which its tokenizer splits again.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.embedders import Vectors
from index.embedders.builtin import BuiltinEmbedder
from index.tokens import cut

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

UNKNOWN = "[UNK]"
"""Stands for every token outside of the vocabulary; its vector is zero."""


def tokenised(text: str) -> str:
    """`text` as a model of `static_model` takes it."""
    return " ".join(cut(text))


def static_model(tokens: Sequence[str], weights: Vectors) -> "SentenceTransformer":
    """A sentence-transformers model of these token vectors, float32 [len(tokens), dim]."""
    import numpy as np
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit

    rows = {token: row for row, token in enumerate([*tokens, UNKNOWN])}
    tokenizer = Tokenizer(WordLevel(rows, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    table = np.vstack([weights, np.zeros((1, weights.shape[1]), dtype=np.float32)])
    embedding = StaticEmbedding(tokenizer, embedding_weights=table)
    return SentenceTransformer(modules=[embedding, Normalize()], device="cpu")


def export(embedder: BuiltinEmbedder, folder: Path) -> None:
    """Write `embedder` as a folder that `SentenceTransformer(folder)` loads."""
    static_model(embedder.tokens, embedder.weights).save(str(folder), create_model_card=False)
