"""Matches → an answer: the measures that may apply, by instrument, each with its reasons."""

from collections.abc import Iterator, Sequence

from chatbot.answer import Outcome, Statement, Status
from chatbot.markdown import emphasised, escape
from chatbot.measures.audience import Verdict
from chatbot.measures.match import NO_INSTRUMENT, Match, fitting, grouped, questions
from chatbot.measures.profile import Profile
from chatbot.measures.reasons import About, Reason

_SHOWN, _FEW = 8, 3
"""Measures shown at most, and up to which what is for every enterprise is; the others are
further reading."""
_NEAREST = 3
"""Measures shown where none applies."""
_NAMED = 4
"""Instruments named in the first sentence."""


def recommend(profile: Profile, matches: Sequence[Match]) -> Iterator[Statement | Outcome]:
    """Say which measures may apply and why, verbatim, best first, and ask what is not known.

    Args:
        profile: whom they shall fit.
        matches: of it, best first, as `chatbot.measures.match.match` ranks them.
    """
    fit = fitting(profile, matches)
    if any(each.hit.text_only for each in matches):
        yield Statement("（向量模型暂时不可用，这次只按文字检索，结果可能不全。）\n\n")
    shown = _shown(fit)
    if not fit:
        yield from _none_fits(profile, matches[:_NEAREST])
    else:
        groups = grouped(shown)
        yield Statement(_direct(profile, fit, [group.instrument for group in groups]))
        for group in groups:
            yield Statement(f"**{escape(group.instrument)}**\n\n")
            yield from map(_item, group.matches)
            yield Statement("\n")
    if asked := questions(profile, matches):
        yield Statement("为进一步判断，请补充：\n\n")
        yield from (Statement(f"- {escape(question)}\n") for question in asked)
    status = Status.ANSWERED if fit else Status.NOT_FOUND
    yield Outcome(status, further=tuple(each.quote for each in fit[len(shown) :]))


def _shown(fit: Sequence[Match]) -> Sequence[Match]:
    """The best; what is for every enterprise only where there is little else."""
    telling = sum(each.telling for each in fit)
    return fit[: min(_SHOWN, max(telling, _FEW))]


def _direct(profile: Profile, fit: Sequence[Match], instruments: Sequence[str]) -> str:
    """One sentence that answers."""
    named = [name for name in instruments if name != NO_INSTRUMENT]
    about = f"，涉及{'、'.join(named[:_NAMED])}" if named else ""
    about += "等方面" if len(named) > _NAMED else ""
    shown = len(_shown(fit))
    about += f"，先列最相关的 {shown} 项" if len(fit) > shown else ""
    if profile.description and not any(each.case.close for each in fit):
        return (
            f"没有措施写明“{escape(profile.description)}”；"
            f"有 {len(fit)} 项不限于这一领域的措施可能适用{about}：\n\n"
        )
    if all(each.audience is Verdict.INDIRECT for each in fit):
        return f"没有直接面向贵单位的措施；有 {len(fit)} 项可能间接受益{about}：\n\n"
    return f"有 {len(fit)} 项措施可能适用{about}：\n\n"


def _none_fits(profile: Profile, nearest: Sequence[Match]) -> Iterator[Statement]:
    whom = profile.description or profile.organisation.value
    yield Statement(f"已收录的政策文件中没有找到适用于“{escape(whom)}”的措施。\n\n")
    if nearest:
        yield Statement("以下措施最为接近，但不能据此认为适用：\n\n")
        yield from map(_item, nearest)
        yield Statement("\n")


def _item(found: Match) -> Statement:
    """The measure's words with its decisive ones set off, and its reasons on a line below."""
    measure = found.measure
    spans = [each.span for each in found.reasons if each.span and each.verdict is Verdict.MET]
    spans += [term.span for term in measure.instruments]
    inside = [span.moved(-measure.span.start) for span in spans if measure.span.covers(span)]
    words = f"{emphasised(measure.text, inside)}（{escape(measure.clause.name)}）"
    return Statement(f"- {words}", (found.quote,), f"  \n  {_why(found)}\n")


def _why(found: Match) -> str:
    """符合：中小企业、资金需求；待确认：…."""
    by_verdict: dict[Verdict, list[str]] = {}
    for reason in _decisive(found):
        by_verdict.setdefault(reason.verdict, []).append(_named(reason))
    nobody = by_verdict.pop(Verdict.OPEN, [])
    parts = [
        f"{verdict.value}：{'、'.join(dict.fromkeys(by_verdict[verdict]))}"
        for verdict in Verdict
        if verdict in by_verdict
    ]
    parts += nobody
    return escape("；".join(parts))


def _decisive(found: Match) -> Iterator[Reason]:
    """The reasons without audiences that it need not be, and what another says better."""
    fields = "".join(each.name for each in found.reasons if each.about is About.FIELD)
    for each in found.reasons:
        beside = each.about is About.AUDIENCE and (
            each.verdict is not found.audience or (found.case.qualified and not each.telling)
        )
        again = each.about is About.CONTENT and each.name in fields
        if not beside and not again:
            yield each


def _named(reason: Reason) -> str:
    match reason.about:
        case About.NEED:
            return f"{reason.name}需求"
        case About.STAGE:
            return f"{reason.said}阶段"
        case About.CONTENT | About.CONDITION:
            return f"“{reason.name}”"
        case About.AUDIENCE if reason.verdict is Verdict.INDIRECT:
            return f"措施面向{reason.name}"
        case About.REGION:
            return f"在{reason.name}"
        case About.AUDIENCE | About.FIELD:
            return reason.name
