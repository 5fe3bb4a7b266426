"""A short policy that the tests of the pages share."""

import pytest

from index.clause import Policy
from index.policy import read_policy

TEXT = """关于支持中试平台建设的意见

某部〔2024〕5号

一、支持措施

（一）资金支持。对新建平台给予补助。补助不超过100万元。

（二）人才支持。引进紧缺人才。

二、组织实施

各地要加强统筹。
"""


@pytest.fixture(scope="session")
def policy() -> Policy:
    return read_policy(TEXT.encode(), "意见.md")
