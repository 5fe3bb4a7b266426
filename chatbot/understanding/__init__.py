"""Text → what is meant by it, without a language model."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from chatbot.measures.profile import Profile
from chatbot.measures.reading import told
from chatbot.question import Question
from chatbot.understanding.cited import cited
from chatbot.understanding.comparison import Side, sides
from chatbot.understanding.facts import FactQuestion, detect
from chatbot.understanding.followup import Ask, ask, points_at, standalone
from chatbot.understanding.reference import Reference, find, names_a_clause
from chatbot.understanding.section import asks_for_children, asks_within, sections
from chatbot.understanding.subject import subject
from index.clause import Clause, Policy, PolicyHead
from index.library import Library


class Intent(StrEnum):
    """What kind of question it is."""

    SEARCH = "search"  # the ordinary question: look for the clauses that answer it
    REFERENCE = "reference"  # names clauses by number
    MEASURES = "measures"  # which measures fit an organisation that describes itself
    FACT = "fact"  # asks for a field of the document's card
    GREETING = "greeting"
    ABUSE = "abuse"  # wants the assistant to leave its role


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question and what is meant by it.

    Attributes:
        text: the question as it stands alone, with what the turns before say.
        ask: what is wanted of the clause that is found.
        policy: what the talk is about, where that is clear.
        references: the clauses named by number.
        fact: the field of the card that is asked for.
        sides: what is to be compared; none or at least two.
        within: the section in which something is asked for.
        profile: of the organisation that asks which measures fit it.
    """

    question: Question
    text: str
    intent: Intent
    ask: Ask = Ask.ANSWER
    policy: PolicyHead | None = None
    references: tuple[Reference, ...] = ()
    fact: FactQuestion | None = None
    sides: tuple[Side, ...] = ()
    within: Clause | None = None
    profile: Profile | None = None


# Each asks the assistant itself for something; the same words about a policy's content do not.
_ABUSE = re.compile(
    r"(?:忽略|无视|忘记|忘掉|绕过|跳过).{0,4}(?:之前|以上|上述|上面|前面|此前|先前|所有|一切|全部|你的)"
    r".{0,8}(?:规则|指令|指示|设定|限制|要求|提示|约束|内容)"
    r"|(?:系统|初始|隐藏|原始|内部|你的).{0,3}(?:提示词?|指令|prompt)|system\s*prompt"
    r"|(?:输出|显示|告诉我|打印|泄露|给出|说出).{0,8}(?:提示词|配置文件|系统配置|密钥|源代码|api\s*key)"
    r"|(?:你现在|现在你|从现在起你?)(?:就)?(?:是|扮演|假装|充当|作为)|(?<!申)请你?(?:扮演|假装|充当)"
    r"|(?:承诺|保证|答应|批准|同意).{0,4}(?:给我|批给)"
    r"|ignore.{0,20}(?:previous|above|instructions)|jailbreak|越狱",
    re.IGNORECASE,
)
_UNRELATED = re.compile(
    r"(?:写|作|编|创作|生成)(?:一)?(?:首|篇|段|封).{0,12}(?:诗|歌|故事|小说|作文|代码|笑话|情书|文案)"
    r"|讲(?:一)?个(?:笑话|故事)|(?:推荐|买).{0,4}(?:股票|彩票)"
)
_GREETING = re.compile(
    r"^(?:你好|您好|hi|hello|嗨|哈喽|早上好|下午好|晚上好|在吗|谢谢|多谢|感谢|再见|拜拜"
    r"|你是谁|你叫什么|你能做什么|你会什么|怎么用|帮助|help)[你您啊呀吗了的们]*[，。！!？?~～\s]*$",
    re.IGNORECASE,
)


def understand(question: Question, library: Library) -> Understanding:
    """Decide what is asked, in the order in which a wrong guess would hurt most."""
    text = question.text.strip()
    meant = Understanding(question, text, Intent.SEARCH, ask(text))
    if _ABUSE.search(text) or _UNRELATED.search(text):
        return replace(meant, intent=Intent.ABUSE)
    if _GREETING.match(text):
        return replace(meant, intent=Intent.GREETING)
    meant = replace(meant, policy=subject(question, library.heads()))
    if fact := detect(text, meant.policy.name if meant.policy else ""):
        return replace(meant, intent=Intent.FACT, fact=fact)
    return _about_clauses(meant, library)


def _about_clauses(meant: Understanding, library: Library) -> Understanding:
    """A question that clauses answer: those it names, or those to be found."""
    question, text = meant.question, meant.text
    if meant.policy is None and names_a_clause(text):
        return replace(meant, intent=Intent.REFERENCE)
    if meant.policy and (clause := _pointed_at(question, library.policy(meant.policy.id))):
        named = Reference(clause.name, (clause,), ())
        return replace(meant, intent=Intent.REFERENCE, references=(named,))
    # What the question itself names comes before what it leaves to the turns before.
    for wording in dict.fromkeys((text, standalone(question))):
        meant = replace(meant, text=wording)
        if meant.policy and (references := _references(wording, meant.policy, library)):
            return replace(meant, intent=Intent.REFERENCE, references=references)
    if profile := told(question):
        return replace(meant, text=text, intent=Intent.MEASURES, profile=profile)
    return _placed(meant, library.policy(meant.policy.id)) if meant.policy else meant


def _pointed_at(question: Question, policy: Policy) -> Clause | None:
    """The clause of the answer before that the question means."""
    at = points_at(question.text.strip())
    if at is None:
        return None
    before = cited(question.turns, policy.clauses)
    return before[at] if at < len(before) else None


def _placed(meant: Understanding, policy: Policy) -> Understanding:
    """An ordinary question, with the places of its policy that it names."""
    if compared := sides(meant.text, policy.clauses):
        return replace(meant, sides=compared)
    for section in sections(meant.text, policy.clauses):
        if asks_for_children(meant.text, section):
            named = Reference(section.title, (section,), ())
            return replace(meant, intent=Intent.REFERENCE, ask=Ask.CHILDREN, references=(named,))
        if asks_within(meant.text, section):
            return replace(meant, within=section)
    return meant


def _references(text: str, policy: PolicyHead, library: Library) -> tuple[Reference, ...]:
    return tuple(find(text, library.policy(policy.id).clauses))
