"""Plots."""

from pathlib import Path

import pytest

from chatbot.evaluation.answers import Evaluation

pytest.importorskip("matplotlib")

from chatbot.evaluation import plots


def test_the_same_results_give_the_same_bytes(evaluation: Evaluation, tmp_path: Path) -> None:
    places = [tmp_path / "a", tmp_path / "b"]
    for place in places:
        place.mkdir()
        plots.draw(evaluation.results, (1, 10), 0, place)
    for name in ("recall.svg", "kinds.svg", "reliability.svg"):
        first, second = ((place / name).read_bytes() for place in places)
        assert first == second
        assert b"<text" not in first


def test_without_a_chinese_font_every_label_can_be_drawn(
    evaluation: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing letter is a warning, and every warning an error."""
    monkeypatch.setattr(plots, "_FONTS", ())
    drawn = plots.draw(evaluation.results, (1, 10), 0, tmp_path)
    assert [name for _, name in drawn] == ["recall.svg", "kinds.svg", "reliability.svg"]


def test_a_plot_for_which_there_is_nothing_is_not_drawn(
    evaluation: Evaluation, tmp_path: Path
) -> None:
    unanswerable = evaluation.results[2:3]
    assert plots.draw(unanswerable, (1, 10), 0, tmp_path) == []
    assert list(tmp_path.iterdir()) == []
