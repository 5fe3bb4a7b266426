"""Settings → Chatbot: the only place where the parts are put together."""

from langchain_core.language_models import BaseChatModel

from chatbot.chain import Chatbot
from chatbot.settings import Settings
from index.embedders import load
from index.errors import IndexMissing
from index.ingest import ingest, shipped
from index.snapshot import open_searcher


def open_chatbot(settings: Settings) -> Chatbot:
    """Open the library below `settings.data`, with the shipped policy if there is none yet.

    Raises:
        IndexUnavailable: if the index is damaged or was built by another embedder.
    """
    embedder = load(settings.embedder)
    try:
        searcher = open_searcher(settings.data, embedder=embedder, url=settings.database_url)
    except IndexMissing:
        ingest(settings.data, [shipped()], embedder=embedder, url=settings.database_url)
        searcher = open_searcher(settings.data, embedder=embedder, url=settings.database_url)
    return Chatbot(searcher, _model(settings))


def _model(settings: Settings) -> BaseChatModel | None:
    """The language model that is configured, over any OpenAI-compatible interface."""
    if settings.llm_base_url is None:
        return None
    from langchain.chat_models import init_chat_model

    return init_chat_model(
        settings.llm_model,
        model_provider="openai",
        base_url=settings.llm_base_url,
        api_key=settings.llm_api_key.get_secret_value(),
        timeout=settings.llm_timeout_s,
        stream_chunk_timeout=settings.llm_timeout_s,
        max_retries=1,
        temperature=0,
        # ChatOpenAI sends max_completion_tokens; many self-hosted servers know max_tokens only.
        max_tokens=settings.llm_max_tokens,
        extra_body={"max_tokens": settings.llm_max_tokens},
    )
