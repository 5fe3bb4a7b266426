"""What there is to ask about: policies and their clauses."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict, Field

from chatbot.api.cards import PoliciesOut, PolicyTextOut
from chatbot.api.filters import FiltersIn, PolicyId
from chatbot.api.problems import RESPONSES
from chatbot.api.wire import ClauseId, ClauseOut, ClausesOut
from index.filters import named_like, passing
from index.library import Library

MAX_POLICIES = 1_000
"""Policies of one page."""
MAX_NAME = 200
"""Characters of the words that a policy's name must hold."""
SHOWN_POLICIES = 100
"""Policies of a page whose size nobody chose."""


class PoliciesIn(FiltersIn):
    """Which policies are listed; several values of a field by naming it again."""

    model_config = ConfigDict(strict=False)  # in an address everything is text

    limit: int = Field(SHOWN_POLICIES, ge=1, le=MAX_POLICIES, description="最多返回几份")
    offset: int = Field(0, ge=0, description="跳过前几份")
    name: str = Field(
        "", max_length=MAX_NAME, description="名称或文号中的词，以空格分开，须全部含有"
    )


def routes(library: Library) -> APIRouter:
    """The routes that only read."""
    router = APIRouter(prefix="/v1", tags=["政策"], responses=RESPONSES)

    @router.get("/policies", operation_id="list_policies", summary="政策列表")
    def policies(wanted: Annotated[PoliciesIn, Query()]) -> PoliciesOut:
        """已收录的政策，一次一页，可按与提问相同的条件筛选；total 是符合条件的总数。"""
        passes = passing(wanted.value())
        found = [h for h in library.heads() if passes(h) and named_like(h, wanted.name)]
        return PoliciesOut.page(found, wanted.limit, wanted.offset)

    @router.get("/policies/{policy_id}", operation_id="read_policy", summary="政策信息与原文")
    def policy(policy_id: PolicyId) -> PolicyTextOut:
        """一份政策的标题、文号、发文机关等，各注明在原文中的位置。"""
        return PolicyTextOut.with_text(library.head(policy_id), library.policy(policy_id))

    @router.get(
        "/policies/{policy_id}/clauses", operation_id="list_clauses", summary="政策的全部条款"
    )
    def clauses(policy_id: PolicyId) -> ClausesOut:
        """一份政策的条款树，上级在前。"""
        head = library.head(policy_id)
        found = library.policy(policy_id).clauses
        return ClausesOut(clauses=[ClauseOut.of(clause, head) for clause in found])

    @router.get("/clauses/{clause_id}", operation_id="read_clause", summary="一个条款")
    def clause(clause_id: ClauseId) -> ClauseOut:
        """一个条款的全文。"""
        found = library.clause(clause_id)
        return ClauseOut.of(found, library.head(found.policy_id))

    return router
