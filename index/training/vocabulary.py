"""Texts → the tokens that get a vector, and their first vectors."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from index.embedders import Vectors
from index.tokens import cut

_RAREST = 3
"""Passages that a token must occur in."""


def choose(texts: Iterable[str], phrases: Iterable[str], size: int) -> list[str]:
    """The `size` tokens that most texts hold; those of `phrases` come first, however rare.

    Phrases are how people ask: statutes never say 老板, questions do.
    """
    spoken = list(dict.fromkeys(token for phrase in phrases for token in cut(phrase)))
    held = Counter(token for text in texts for token in dict.fromkeys(cut(text)))
    frequent = [token for token, count in held.most_common() if count >= _RAREST]
    return list(dict.fromkeys([*spoken, *frequent]))[:size]


def first_vectors(texts: Sequence[str], tokens: Sequence[str], dim: int, seed: int) -> Vectors:
    """Latent semantic analysis, float32 [len(tokens), at most dim].

    A token's row is scaled by its inverse document frequency, so that the sum of a text's rows
    is the text's projection.
    """
    from sklearn.decomposition import TruncatedSVD  # type: ignore[import-untyped]
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

    weighting = TfidfVectorizer(
        analyzer=cut, vocabulary=list(tokens), sublinear_tf=True, dtype=np.float32
    )
    counts = weighting.fit_transform(texts)
    analysis = TruncatedSVD(min(dim, *counts.shape), n_iter=3, random_state=seed).fit(counts)
    return np.asarray(analysis.components_.T * weighting.idf_[:, None], dtype=np.float32)
