import pytest

from chatbot.telemetry.stages import stage


def test_a_step_notes_how_long_it_took() -> None:
    timings: dict[str, float] = {}
    with stage("retrieve", timings):
        pass
    assert list(timings) == ["retrieve"]
    assert timings["retrieve"] >= 0


def test_a_step_that_fails_is_not_hidden() -> None:
    timings: dict[str, float] = {}
    with pytest.raises(KeyError), stage("retrieve", timings):
        raise KeyError
    assert timings == {}
