"""A sentence of a language model → a statement that the cited clauses support, or nothing.

What can be told exactly must stand in a cited clause: quotations, numbers, dates, names. What is
left must be said there in much the same words, in the same sense and by the same actors. Each
piece of the sentence, from comma to comma, rests on one cited clause alone: what two clauses say
is not to be mixed into what none of them says.
"""

import re
from collections.abc import Sequence

from chatbot.answer import Quote, Statement
from chatbot.compose import names
from chatbot.compose.ground import Ground
from chatbot.compose.numbers import plain
from chatbot.compose.sentences import Sentence
from chatbot.compose.support import pieces, rests_on
from chatbot.markdown import escape
from index.clause import Hit, Span
from index.tokens import cut

_WRITTEN = re.compile(
    r"[\u3400-\u9fff\u3007\u25cb0-9A-Za-z\s.,:;!?()\[\]%+/\"'~…—–·、。〈〉《》「」『』【】〔〕“”‘’*#_|>=^-]*"
)
"""What Chinese is written with, width made one; a look-alike of another script is not."""
_OF_ITSELF = re.compile(
    r"系统提示|提示词|(?:以上|上述|本|这些|我的|给定的?)(?:规则|说明|指令|提示|设定)|作为一?[个名]?(?:AI|人工智能|语言模型|助手|智能助手)"
    r"|语言模型|我是|问答助手|(?:所有|一切)指令|方括号|已给出的编号|不要自己写|忽略|用户的?问题",
    re.IGNORECASE,
)


def verify(sentence: Sentence, hits: Sequence[Hit]) -> Statement | None:
    """The sentence with quotations for its marks; None when anything in it is unsupported."""
    cited = sentence.cited
    if not cited or not all(1 <= number <= len(hits) for number in cited):
        return None
    grounds = [Ground(hits[number - 1]) for number in cited]
    text = plain(sentence.text)
    chosen = _verbatim(text, grounds)
    if not chosen and _is_fit(text, grounds):
        chosen = _supporting(text, grounds)
    if not chosen:
        return None
    return Statement(
        _shown(sentence.text), tuple(_best_quote(sentence.text, ground.hit) for ground in chosen)
    )


def _verbatim(text: str, grounds: Sequence[Ground]) -> list[Ground]:
    """The clauses that have the sentence word for word."""
    return [ground for ground in grounds if names.unquoted(text) in ground.sentences]


def _is_fit(text: str, grounds: Sequence[Ground]) -> bool:
    """Whether it may be looked at piece by piece: honest in script and quotation, on the matter."""
    strange = (*_OF_ITSELF.findall(text), *_WRITTEN.sub("", text))
    return all(any(each in g.text for g in grounds) for each in strange) and _is_quoted_truly(
        text, grounds
    )


def _is_quoted_truly(said: str, grounds: Sequence[Ground]) -> bool:
    quoted = names.quotations(said)
    if quoted is None:
        return False
    known = [ground.whole.replace("\n", "") for ground in grounds]
    return all(any(names.unquoted(each) in text for text in known) for each in quoted)


def _supporting(text: str, grounds: Sequence[Ground]) -> list[Ground]:
    """The clauses that the sentence rests on, in the order cited; none if a piece rests on none."""
    used: list[Ground] = []
    for piece in pieces(names.unquoted(names.untitled(text))):
        on = [ground for ground in grounds if rests_on(piece, ground)]
        if not on:
            return []
        used += on
    return [ground for ground in grounds if ground in used]


def _shown(text: str) -> str:
    """Markdown of the text; beside the mark of a citation, ( and ! would make a link of it."""
    return re.sub(r"^\(|!$", r"\\\g<0>", escape(text))


def _best_quote(text: str, hit: Hit) -> Quote:
    """The sentence of the clause that shares most with the text."""
    tokens = set(cut(text))

    def shared(span: Span) -> int:
        return len(tokens & set(cut(span.of(hit.clause.text))))

    return Quote(hit.policy, hit.clause, max(hit.clause.sentences(), key=shared))
