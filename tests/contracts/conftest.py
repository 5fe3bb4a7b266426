"""Both databases: SQLite, and a PostgreSQL server that runs meanwhile."""

from collections.abc import Iterator

import pytest

from tests import postgres


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    with postgres.running() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """The URL of a new database; None for SQLite in the data folder."""
    return _new(request)


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest) -> str | None:
    """That of another."""
    return _new(request)


def _new(request: pytest.FixtureRequest) -> str | None:
    if request.param == "sqlite":
        return None
    return postgres.database(request.getfixturevalue("server"))
