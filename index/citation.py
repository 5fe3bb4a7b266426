"""A citation as an official would write it; the only place where one is written."""

from index.clause import Clause, PolicyHead


def label(policy: PolicyHead, clause: Clause) -> str:
    """《title》（文号）reference: 《…实施意见》（工信部联科〔2024〕12号）四、（六）14."""
    number = f"（{policy.card.number.value}）" if policy.card.number else ""
    return f"《{policy.name}》{number}{clause.reference}"
