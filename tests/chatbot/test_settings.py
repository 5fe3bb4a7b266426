import pytest

from chatbot.settings import Settings


@pytest.mark.parametrize(
    ("hosts", "names"),
    [("", ()), ("a.example", ("a.example",)), ("a.example, 10.0.0.5,", ("a.example", "10.0.0.5"))],
)
def test_hosts_are_named_one_after_the_other(hosts: str, names: tuple[str, ...]) -> None:
    assert Settings(hosts=hosts).host_names == names
