"""Language models that say what they are told to; they enter by langchain's own seam."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field


class ScriptedModel(BaseChatModel):
    """Streams `script` a few characters at a time, then raises `error` if there is one."""

    script: str
    error: Exception | None = None
    model_config = {"arbitrary_types_allowed": True}

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self.script))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for start in range(0, len(self.script), 3):
            yield ChatGenerationChunk(
                message=AIMessageChunk(content=self.script[start : start + 3])
            )
        if self.error:
            raise self.error


class PatientModel(ScriptedModel):
    """Says its script, then waits for ever.

    `begun` is set when it is waited for, and `left` when it is no longer.
    """

    begun: threading.Event = Field(default_factory=threading.Event)
    left: threading.Event = Field(default_factory=threading.Event)

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        self.begun.set()
        try:
            yield ChatGenerationChunk(message=AIMessageChunk(content=self.script))
            await asyncio.Event().wait()
        finally:
            self.left.set()
