"""Settings → Chatbot: the only place where the parts are put together."""

from contextlib import AbstractContextManager, closing

from langchain_core.language_models import BaseChatModel

from chatbot.chain import Chatbot
from chatbot.measures.extract import Extractor
from chatbot.measures.vocabulary import load as load_words
from chatbot.records import Records
from chatbot.sensitive import load as load_sensitive
from chatbot.settings import Settings
from index.build import Progress
from index.candidates import Backend
from index.candidates.local import LOCAL
from index.embedders import Embedder, Options, load
from index.errors import IndexMissing
from index.ingest import Ingest, shipped, silent
from index.milvus.options import Options as MilvusOptions
from index.preparing import Preparing
from index.rerankers import load as load_reranker
from index.search import Searcher
from index.snapshot import open_searcher


def open_chatbot(settings: Settings) -> Chatbot:
    """Open the library below `settings.data`, with the shipped policy if there is none yet.

    Raises:
        IndexUnavailable: if the index is damaged or was built by another embedder.
    """
    embedder = open_embedder(settings)
    try:
        searcher = _open_searcher(settings, embedder)
    except IndexMissing:
        # Its files and not its folder, which nobody keeps in step.
        with closing(open_ingest(settings, embedder)) as opened:
            opened.sync(sorted(shipped().iterdir()))
        searcher = _open_searcher(settings, embedder)
    return Chatbot(
        searcher,
        _model(settings),
        Extractor(load_words(settings.data)).measures,
        load_sensitive(settings.data),
        settings.remembered,
    )


def open_ingest(
    settings: Settings,
    embedder: Embedder,
    progress: Progress = silent,
    preparing: Preparing | None = None,
) -> Ingest:
    """What changes the library below `settings.data`; `preparing` may be a cluster.

    Raises:
        LibraryUnavailable: if its database cannot be opened.
    """
    backend = open_backend(settings)
    return Ingest(settings.data, embedder, settings.database_url, progress, preparing, backend)


def open_backend(settings: Settings) -> Backend:
    """What holds the index."""
    if settings.milvus_uri is None:
        return LOCAL
    from index.milvus.backend import Milvus

    options = MilvusOptions(
        settings.milvus_uri,
        settings.milvus_token.get_secret_value(),
        settings.milvus_collection,
        settings.milvus_index,
        settings.milvus_timeout_s,
    )
    return Milvus(options, settings.data)


def open_records(settings: Settings) -> Records:
    """The records below `settings.data`, or in its database.

    Raises:
        LibraryUnavailable: if the database cannot be opened.
    """
    return Records.open(
        settings.data,
        settings.database_url,
        retention_days=settings.retention_days,
        audit_days=settings.audit_days,
    )


def open_embedder(settings: Settings) -> Embedder:
    """The embedder that is configured.

    Raises:
        EmbedderUnavailable: if it is unknown, or its files are missing.
    """
    return load(settings.embedder, _options(settings))


def open_cluster(
    settings: Settings, where: str, embedder: Embedder
) -> AbstractContextManager[Preparing]:
    """A cluster that reads files and embeds them as this machine would, see `index.cluster`.

    Raises:
        ClusterFailed: if it cannot be reached, or fails.
    """
    from index.cluster import Recipe, cluster

    recipe = Recipe(settings.embedder, _options(settings), embedder.name)
    return cluster(where, embedder, recipe, settings.data / "partitions")


def _options(settings: Settings) -> Options:
    return Options(
        query_prompt=settings.query_prompt,
        document_prompt=settings.document_prompt,
        base_url=settings.embedder_base_url or "",
        api_key=settings.embedder_api_key.get_secret_value(),
        timeout_s=settings.embedder_timeout_s,
        batch=settings.embedder_batch,
    )


def _open_searcher(settings: Settings, embedder: Embedder) -> Searcher:
    reranker = load_reranker(settings.reranker) if settings.reranker else None
    return open_searcher(
        settings.data,
        embedder=embedder,
        url=settings.database_url,
        backend=open_backend(settings),
        reranker=reranker,
    )


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
