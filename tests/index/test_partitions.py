from pathlib import Path

import numpy as np
import pytest

from index.embedders import Embedder, load
from index.errors import FileTooLarge, UnreadableFile
from index.partitions import (
    Partitions,
    key_of_file,
    key_of_group,
    policies_file,
    policies_in,
    units_file,
)
from index.preparing import Group, prepared
from index.reading import Content
from tests.makers import policy

TEXT = "# 关于平台的意见\n一、中试平台。建设中试平台\u2028和园区。\n二、人才队伍。引进海外人才。"
GROUPS: list[Group] = [["中试平台", "人才 abc 12.5"], [], ["修建公路"]]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load("builtin")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "partitions"


def test_what_came_of_files_is_found_by_name_and_bytes(folder: Path) -> None:
    read = policy(TEXT, "甲.md")
    too_large = FileTooLarge("乙.md：太大", hint="请分成几份。")
    Partitions(folder).keep_policies(policies_file([("a" * 64, read), ("b" * 64, too_large)]))
    again = Partitions(folder)
    assert again.policy("a" * 64) == read
    refused = again.policy("b" * 64)
    assert isinstance(refused, FileTooLarge)
    assert (refused.what, refused.hint) == (too_large.what, too_large.hint)
    assert not again.has_file("c" * 64)


def test_the_policies_of_a_partition_are_there_without_what_was_refused() -> None:
    read = policy(TEXT, "甲.md")
    data = policies_file([("a" * 64, read), ("b" * 64, UnreadableFile("坏"))])
    assert list(policies_in(data)) == [read]


def test_tokens_and_vectors_are_found_by_their_texts(folder: Path, embedder: Embedder) -> None:
    made = list(prepared(embedder, GROUPS))
    pairs = list(zip(GROUPS, made, strict=True))
    Partitions(folder).keep_units(units_file(embedder.name, pairs))
    again = Partitions(folder)
    for group, expected in pairs:
        found = again.group(key_of_group(embedder.name, group))
        assert found.bags == expected.bags
        np.testing.assert_array_equal(found.vectors, expected.vectors)


def test_another_embedder_or_other_texts_have_another_key() -> None:
    key = key_of_group("甲", ["文", "件"])
    assert key != key_of_group("乙", ["文", "件"])
    assert key != key_of_group("甲", ["文件"])
    assert key_of_file(Content("a", b"b")) != key_of_file(Content("ab", b""))


def test_what_a_killed_run_left_half_written_goes(folder: Path) -> None:
    folder.mkdir()
    (folder / "half.partial").write_bytes(b"{")
    Partitions(folder)
    assert list(folder.iterdir()) == []


def test_nothing_is_left_once_it_is_published(folder: Path) -> None:
    partitions = Partitions(folder)
    partitions.keep_policies(policies_file([("a" * 64, policy(TEXT, "甲.md"))]))
    partitions.clear()
    assert not folder.exists()
