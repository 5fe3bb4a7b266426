from pathlib import Path

import pytest
from sqlalchemy import text

from chatbot.errors import KeyNotFound
from chatbot.records.keys import PREFIX, Keys, Scope
from chatbot.records.tables import open_records


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(open_records(tmp_path))


def test_a_secret_lets_its_key_in(keys: Keys) -> None:
    key, secret = keys.create("门户", [Scope.ASK])
    assert secret.startswith(PREFIX)
    assert keys.check(secret) == key
    assert key.scopes == {Scope.ASK}


@pytest.mark.parametrize("secret", ["", "pc-", "pc-guess", "\ud800", "' OR 1=1 --"])
def test_a_guess_lets_nobody_in(keys: Keys, secret: str) -> None:
    keys.create("门户", [Scope.ASK])
    assert keys.check(secret) is None


def test_the_secret_is_kept_nowhere(tmp_path: Path) -> None:
    engine = open_records(tmp_path)
    _, secret = Keys(engine).create("门户", [Scope.ASK])
    with engine.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM keys")).all())
    assert secret not in kept
    assert secret.removeprefix(PREFIX) not in kept


def test_a_revoked_key_is_useless_and_still_listed(keys: Keys) -> None:
    key, secret = keys.create("门户", [Scope.ASK])
    keys.revoke(key.id)
    assert keys.check(secret) is None
    assert [each.revoked is not None for each in keys.all()] == [True]
    with pytest.raises(KeyNotFound):
        keys.revoke(key.id)


def test_keys_are_used_from_the_first_to_the_last_good_one(keys: Keys) -> None:
    assert not keys.are_used()
    key, _ = keys.create("门户", [Scope.READ])
    assert keys.are_used()
    keys.revoke(key.id)
    assert not keys.are_used()


def test_two_keys_are_told_apart(keys: Keys) -> None:
    (one, first), (other, second) = keys.create("甲", [Scope.ASK]), keys.create("乙", [Scope.READ])
    assert (keys.check(first), keys.check(second)) == (one, other)
