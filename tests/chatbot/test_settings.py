import pytest
from pydantic import ValidationError

from chatbot.settings import Settings


@pytest.mark.parametrize(
    ("hosts", "names"),
    [("", ()), ("a.example", ("a.example",)), ("a.example, 10.0.0.5,", ("a.example", "10.0.0.5"))],
)
def test_hosts_are_named_one_after_the_other(hosts: str, names: tuple[str, ...]) -> None:
    assert Settings(hosts=hosts).host_names == names


@pytest.mark.parametrize("uri", ["http://root:secret@milvus:19530", "milvus:19530", "var/lite.db"])
def test_the_address_of_milvus_is_one_of_a_server_and_holds_no_secret(uri: str) -> None:
    with pytest.raises(ValidationError):
        Settings(milvus_uri=uri)


def test_what_is_set_to_nothing_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """As by a compose file that passes on what nobody set."""
    monkeypatch.setenv("CHATBOT_MILVUS_URI", "")
    monkeypatch.setenv("CHATBOT_LLM_BASE_URL", "")
    assert Settings().milvus_uri is None
    assert Settings().llm_base_url is None
