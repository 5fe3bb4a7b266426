import math
from pathlib import Path

import pytest

from index.candidates import Candidate, Candidates, Standing
from index.errors import EmbedderUnavailable
from index.ranking import Ranker, load, relevance, write

PLAIN = Standing()


def candidate(coverage: float, cosine: float, standing: Standing = PLAIN) -> Candidates:
    return Candidates.of([Candidate("p.n", coverage, cosine, standing)])


def test_the_odds_are_the_sum_of_what_each_view_adds() -> None:
    ranker = Ranker(cosine=2, coverage=3, cited=0.5, regional=-4, bias=-1)
    seen = candidate(0.5, 0.25, Standing(cited=2, regional=True))
    assert ranker.odds(seen)[0] == pytest.approx(-1 + 0.5 + 1.5 + 1 - 4)
    assert relevance(ranker.odds(seen)[0]) == pytest.approx(1 / (1 + math.exp(2)))


def test_a_cosine_below_0_counts_as_0() -> None:
    assert load().odds(candidate(0.5, -0.9))[0] == load().odds(candidate(0.5, 0.0))[0]


def test_in_what_ships_more_of_each_view_is_better_and_a_region_is_worse() -> None:
    ranker, plain = load(), load().odds(candidate(0.5, 0.5))[0]
    assert ranker.odds(candidate(0.6, 0.5))[0] > plain
    assert ranker.odds(candidate(0.5, 0.6))[0] > plain
    assert ranker.odds(candidate(0.5, 0.5, Standing(cited=1)))[0] > plain
    assert ranker.odds(candidate(0.5, 0.5, Standing(regional=True)))[0] < plain


def test_what_was_written_is_what_is_loaded(tmp_path: Path) -> None:
    ranker = Ranker(1.5, 2.5, 0.5, -1.0, -3.0)
    write(tmp_path, ranker)
    assert load(tmp_path) == ranker


@pytest.mark.parametrize("content", [None, "", "{}", '{"cosine": 1}', "[1]"])
def test_a_damaged_file_says_what_to_do(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "ranker.json").write_text(content, encoding="utf-8")
    with pytest.raises(EmbedderUnavailable) as caught:
        load(tmp_path)
    assert caught.value.hint
