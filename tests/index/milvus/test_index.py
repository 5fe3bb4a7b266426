from pathlib import Path
from secrets import token_hex

import numpy as np
import pytest

from index.candidates import Entry, Wanted
from index.embedders import Vectors, unit_length
from index.filters import Filters
from index.milvus.backend import Milvus
from index.milvus.options import Kind, Options

CLAUSES = 1_200
"""Enough for the server to build its index of the vectors."""


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    made: Vectors = unit_length(
        np.random.default_rng(0).normal(size=(CLAUSES, 16)).astype(np.float32)
    )
    return made


@pytest.mark.parametrize("kind", ["FLAT", "HNSW", "IVF_SQ8", "AUTOINDEX"])
def test_every_candidate_has_its_cosine_whatever_finds_the_near_ones(
    milvus: str, tmp_path: Path, vectors: Vectors, kind: Kind
) -> None:
    backend = Milvus(
        Options(milvus, collection=f"t{token_hex(4)}", index=kind, timeout_s=60), tmp_path
    )
    builder = backend.builder(tmp_path, 16)
    entries = [Entry(f"p.n{at}", "p", ["甲"] if at % 2 else ["乙"]) for at in range(CLAUSES)]
    builder.add(entries, vectors)
    builder.finish()
    found = backend.open(tmp_path).find(Wanted(["甲"], vectors[0]), 100, Filters())
    assert {each.coverage for each in found} == {0.0, 1.0}
    cosines = {f"p.n{at}": float(each) for at, each in enumerate(vectors @ vectors[0])}
    for each in found:
        assert each.cosine == pytest.approx(cosines[each.clause_id], abs=0.02)
    nearest = sorted(cosines, key=lambda key: -cosines[key])[:100]
    assert len({each.clause_id for each in found} & set(nearest)) >= 80
