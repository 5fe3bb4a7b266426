"""Our search as a langchain retriever; the only place where a langchain document is made."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from index.citation import label
from index.clause import Hit
from index.filters import Filters
from index.search import Searcher


class PolicyRetriever(BaseRetriever):
    """Finds the clauses of policies that answer a question.

    Each document's text is the clause's own, its id the clause's; the metadata hold the
    citation label, the path, the score in [0, 1], and the hit itself.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    k: int = 10
    """How many documents at most."""

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - the interface names it
        k: int | None = None,
        filters: Filters = Filters(),
        **_: object,
    ) -> list[Document]:
        return [document(hit) for hit in self.searcher.search(query, k or self.k, filters)]


def document(hit: Hit) -> Document:
    """A hit in langchain's terms."""
    return Document(
        id=hit.clause.id,
        page_content=hit.clause.text,
        metadata={
            "label": label(hit.policy, hit.clause),
            "path": hit.clause.heading,
            "source": hit.policy.source_file,
            "score": hit.score,
            "hit": hit,
        },
    )
