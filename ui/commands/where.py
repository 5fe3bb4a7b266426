"""What `--where` says → filters, the same as those of the API."""

from collections import defaultdict
from collections.abc import Sequence

from pydantic import ValidationError

from chatbot.errors import BadQuestion
from index.filters import Filters

_ONE = frozenset({"issued_from", "issued_to", "as_of"})
"""Fields that take one value."""


def filters(where: Sequence[str]) -> Filters:
    """The filters of `field=value` pairs; a field of several values is named again.

    Raises:
        BadQuestion: if one is not understood.
    """
    from chatbot.api.filters import FiltersIn

    given: dict[str, list[str]] = defaultdict(list)
    for pair in where:
        field, _, value = pair.partition("=")
        given[field.strip()].append(value.strip())
    fields = {name: found[-1] if name in _ONE else found for name, found in given.items()}
    try:
        return FiltersIn.model_validate(fields).value()
    except ValidationError as error:
        wrong = "、".join(str(row["loc"][0]) for row in error.errors())
        known = "、".join(FiltersIn.model_fields)
        raise BadQuestion(
            f"--where 有误：{wrong}。",
            hint=f"请写作 字段=值；字段有 {known}，日期写作 2024-01-18。",
        ) from error
