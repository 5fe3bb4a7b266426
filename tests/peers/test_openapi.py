"""The API beside its document, by schemathesis: every operation, every check it has.

A longer run: `make fuzz-api CASES=500` (cases of an operation).
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS
from schemathesis.core.result import Ok

from chatbot.api.access import Limits
from chatbot.api.app import create_app
from chatbot.settings import Settings
from chatbot.wiring import open_chatbot, open_records

WAIT_S = 300
"""Seconds for a request: the machine may have much else to do."""
CASES = int(os.environ.get("FUZZ_CASES", "8"))
SAYS_MORE = {
    "POST /v1/measures/match": "a profile may say nothing in many ways",
    "POST /v1/jobs": "two files of one upload may have the same name",
}
"""Operations that refuse what a JSON Schema cannot tell from good requests."""


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    own = Settings(data=tmp_path_factory.mktemp("fuzzed"))
    bot, records = open_chatbot(own), open_records(own)
    yield schemathesis.openapi.from_asgi("/openapi.json", create_app(bot, records, Limits()))
    bot.close()
    records.close()


def test_no_request_finds_the_api_at_odds_with_its_document(
    schema: schemathesis.BaseSchema,
) -> None:
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    asked = sum(answered(operation) for operation in operations)
    assert asked >= min(CASES, 5) * len(operations)


def answered(operation: Any) -> int:
    """How many requests of an operation were answered as its document says."""
    refused: Any = CHECKS.get_one("positive_data_acceptance")
    excluded = [refused] if operation.label in SAYS_MORE else []
    count = 0

    @settings(max_examples=CASES, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case: schemathesis.Case[Any]) -> None:
        nonlocal count
        case.call_and_validate(excluded_checks=excluded, timeout=WAIT_S)
        count += 1

    ask()
    return count
