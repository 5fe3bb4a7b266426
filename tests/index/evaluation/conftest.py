"""A small library for the tests of evaluation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embedders import load
from index.ingest import ingest
from index.search import Searcher
from index.snapshot import open_searcher

WAGES = """# 中华人民共和国工资法

## 第一章 工资支付

第一条 用人单位依照工资法按月以货币形式支付工资。

第二条 用人单位不得克扣劳动者的工资报酬。

## 第二章 附则

第三条 本法自2020年1月1日起施行。
"""
TREES = """# 林木管理意见

一、采伐许可制度

（一）申请许可。采伐林木应当申请采伐许可证件。

（二）审核发放。鼓励各地实行采伐许可网上办理。
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two policies."""
    place = tmp_path_factory.mktemp("policies")
    (place / "法").mkdir()
    (place / "法" / "工资法(2020-01-01).md").write_text(WAGES, encoding="utf-8")
    (place / "林木.md").write_text(TREES, encoding="utf-8")
    return place


@pytest.fixture(scope="session")
def searcher(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """An index of the two."""
    data, embedder = tmp_path_factory.mktemp("data"), load("builtin")
    ingest(data, [folder], embedder=embedder)
    opened = open_searcher(data, embedder=embedder)
    yield opened
    opened.close()
