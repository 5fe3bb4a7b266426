import numpy as np
import pytest

from index.embedders import Embedder, load
from index.preparing import OnThisMachine, batches
from index.tokens import cut


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load("builtin")


def test_groups_stay_together_and_in_their_order(embedder: Embedder) -> None:
    groups = [["中试平台", "人才队伍"], [], ["修建公路"]]
    prepared = list(OnThisMachine(embedder).prepare(groups))
    assert [each.bags for each in prepared] == [[cut(text) for text in group] for group in groups]
    np.testing.assert_array_equal(prepared[0].vectors, embedder.documents(groups[0]))
    np.testing.assert_array_equal(prepared[2].vectors, embedder.documents(groups[2]))
    assert len(prepared[1].vectors) == 0


def test_a_batch_ends_with_the_group_that_makes_it_a_thousand() -> None:
    sizes = [[len(group) for group in batch] for batch in batches([["文"] * 600] * 3)]
    assert sizes == [[600, 600], [600]]
