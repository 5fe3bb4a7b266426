"""What there is to ask about: policies and their clauses."""

from typing import Annotated

from fastapi import APIRouter, Query

from chatbot.api.cards import PoliciesOut, PolicyTextOut
from chatbot.api.filters import PolicyId
from chatbot.api.problems import RESPONSES
from chatbot.api.wire import ClauseId, ClauseOut, ClausesOut
from index.library import Library

MAX_POLICIES = 1_000
"""Policies of one page."""
SHOWN_POLICIES = 100
"""Policies of a page whose size nobody chose."""


def routes(library: Library) -> APIRouter:
    """The routes that only read."""
    router = APIRouter(prefix="/v1", tags=["政策"], responses=RESPONSES)

    @router.get("/policies", operation_id="list_policies", summary="政策列表")
    def policies(
        limit: Annotated[int, Query(ge=1, le=MAX_POLICIES, description="最多返回几份")] = (
            SHOWN_POLICIES
        ),
        offset: Annotated[int, Query(ge=0, description="跳过前几份")] = 0,
    ) -> PoliciesOut:
        """已收录的政策，一次一页；total 是总数。"""
        return PoliciesOut.page(library.heads(), limit, offset)

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
