import pytest

from chatbot.errors import BadQuestion
from index.filters import Filters
from ui.commands.where import filters


def test_pairs_are_the_filters_of_the_api() -> None:
    assert filters(["region=浙江", "region = 山东", "as_of=2020-01-01"]) == Filters(
        regions=("浙江", "山东"), as_of="2020-01-01"
    )
    assert filters([]) == Filters()


@pytest.mark.parametrize("pair", ["colour=red", "as_of=昨天", "kind=诗", "region", "=浙江"])
def test_what_is_not_understood_is_refused_by_its_name(pair: str) -> None:
    with pytest.raises(BadQuestion) as refused:
        filters([pair])
    assert pair.partition("=")[0] in refused.value.what
    assert "as_of" in refused.value.hint
