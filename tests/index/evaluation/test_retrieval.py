"""The figures of a ranking."""

from index.evaluation.retrieval import figures, ranked
from index.search import Searcher


def test_the_figures_of_a_question_have_their_names() -> None:
    found = figures(["a", "b"], {"b"}, (1, 2))
    assert list(found) == ["Recall@1", "Recall@2", "MRR@10", "nDCG@10"]
    assert (found["Recall@1"], found["Recall@2"], found["MRR@10"]) == (0, 1, 0.5)


def test_the_best_clause_stands_first(searcher: Searcher) -> None:
    best = ranked("克扣劳动者工资", searcher)[0]
    assert "克扣" in searcher.library.clause(best).text
