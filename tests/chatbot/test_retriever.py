import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests import RetrieversIntegrationTests

from chatbot.chain import Chatbot
from chatbot.retriever import PolicyRetriever
from index.search import Searcher


class TestLangchainStandard(RetrieversIntegrationTests):
    """Langchain's own standard tests for retrievers."""

    searcher: Searcher

    @pytest.fixture(autouse=True)
    def _searcher(self, bot: Chatbot) -> None:
        type(self).searcher = bot.searcher

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return PolicyRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, object]:
        return {"searcher": self.searcher}

    @property
    def retriever_query_example(self) -> str:
        return "中试平台怎么建"


def test_a_document_is_a_clause_with_its_citation(bot: Chatbot) -> None:
    document: Document = PolicyRetriever(searcher=bot.searcher).invoke("建设中试平台")[0]
    assert document.metadata["label"].endswith("（工信部联科〔2024〕12号）四、（六）14")
    assert document.page_content.startswith("14.同步构筑中试能力")
    assert 0 <= document.metadata["score"] <= 1
