"""A visitor of the page, who speaks Gradio's protocol without a browser."""

import json
import secrets
from typing import Any, Self

import httpx


class Visitor:
    """One tab of one browser.

    Args:
        address: of the page.
        browser: what it calls itself.
    """

    def __init__(self, address: str, browser: str) -> None:
        headers = {"user-agent": browser}
        self._client = httpx.Client(base_url=address, headers=headers, timeout=120)
        self._session = secrets.token_hex(5)
        config = self._client.get("/config").json()
        [field] = (
            each["id"]
            for each in config["components"]
            if each["props"].get("elem_id") == "question"
        )
        self._asking = next(
            each for each in config["dependencies"] if [field, "submit"] in each["targets"]
        )
        self._chat: list[Any] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def ask(self, question: str) -> str:
        """What the page shows as the answer, in Markdown."""
        event = {
            "data": [question, self._chat, None, None],
            "fn_index": self._asking["id"],
            "session_hash": self._session,
        }
        self._client.post("/gradio_api/queue/join", json=event).raise_for_status()
        self._chat = self._completed()[1]
        return str(self._chat[-1]["content"])

    def _completed(self) -> list[Any]:
        """The data of the event's end."""
        of_session = {"session_hash": self._session}
        with self._client.stream("GET", "/gradio_api/queue/data", params=of_session) as lines:
            for line in lines.iter_lines():
                message = json.loads(line.removeprefix("data: ")) if line else {}
                if message.get("msg") == "process_completed":
                    assert message["success"], message
                    data: list[Any] = message["output"]["data"]
                    return data
        raise AssertionError("the stream ended before the answer")
