"""Text → what is meant by it, without a language model."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from chatbot.measures.profile import Profile
from chatbot.measures.reading import told
from chatbot.question import Question
from chatbot.understanding.choice import chosen, unclear
from chatbot.understanding.cited import cited
from chatbot.understanding.comparison import Side, sides
from chatbot.understanding.deduced import deduced
from chatbot.understanding.facts import FactQuestion, detect
from chatbot.understanding.followup import Ask, ask, leans, names_something, points_at, standalone
from chatbot.understanding.reference import Reference, in_policies, names_a_clause
from chatbot.understanding.section import asks_for_children, asks_within, sections
from chatbot.understanding.steps import CHAIN, may_refer, spelled
from chatbot.understanding.subject import Subject, named, subject, titled
from index.clause import Clause, Policy, PolicyHead
from index.edition import Policies
from index.names import Names
from index.query.script import simplified


class Intent(StrEnum):
    """What kind of question it is."""

    SEARCH = "search"  # the ordinary question: look for the clauses that answer it
    REFERENCE = "reference"  # names clauses by number
    MEASURES = "measures"  # which measures fit an organisation that describes itself
    FACT = "fact"  # asks for a field of the document's card
    CARD = "card"  # names a policy and nothing else
    GREETING = "greeting"
    ABUSE = "abuse"  # wants the assistant to leave its role


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question and what is meant by it.

    Attributes:
        text: the question as it stands alone, with what the turns before say.
        ask: what is wanted of the clause that is found.
        policy: what the talk is about, where that is clear.
        deduced: nobody named the policy, which is the only one that has what is asked for.
        references: the clauses named by number.
        fact: the field of the card that is asked for.
        sides: what is to be compared; none or at least two.
        within: the section in which something is asked for.
        words: of which a clause must hold one verbatim.
        profile: of the organisation that asks which measures fit it.
        called: how the text calls a policy that it does not name clearly.
        candidates: the policies that may be meant, where it is not clear which.
        choices: the question put to each of the candidates.
    """

    question: Question
    text: str
    intent: Intent
    ask: Ask = Ask.ANSWER
    policy: PolicyHead | None = None
    deduced: bool = False
    references: tuple[Reference, ...] = ()
    fact: FactQuestion | None = None
    sides: tuple[Side, ...] = ()
    within: Clause | None = None
    words: tuple[str, ...] = ()
    profile: Profile | None = None
    called: str = ""
    candidates: tuple[PolicyHead, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def named(self) -> PolicyHead | None:
        """The policy that whoever asks has in mind, so that an answer need not name it."""
        return None if self.deduced else self.policy

    @property
    def turned_to(self) -> str:
        """A follow-up's words that name a subject of their own: 资金方面呢; "" of any other."""
        own = self.question.text
        return own if leans(own) and names_something(own) else ""


_BLANK_IN_A_NUMBER = re.compile(r"(?<=\d)\s+(?=\d)")
_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

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


_ONLY_NAMED = re.compile(
    r"[\s，。？?！!：:]|请问|帮我|查询?|看看|一下|介绍|打开|是(?:个|一份)?什么|(?:文件|政策|法规|通知|文)"
)
"""What may stand around the name of a policy where nothing is asked but which one it is."""


def understand(question: Question, library: Policies) -> Understanding:
    """Decide what is asked, in the order in which a wrong guess would hurt most."""
    text = _normalised(question.text)
    if text != question.text:
        question = replace(question, text=text)
    meant = Understanding(question, text, Intent.SEARCH, ask(text))
    if _ABUSE.search(text) or _UNRELATED.search(text):
        return replace(meant, intent=Intent.ABUSE)
    if _GREETING.match(text):
        return replace(meant, intent=Intent.GREETING)
    if (before := unclear(question)) and (whole := _completed(before, question, library)):
        meant = Understanding(replace(question, text=whole), whole, Intent.SEARCH, ask(whole))
    return _of_policies(meant, library)


def _normalised(text: str) -> str:
    """Simplified characters; a year written 二〇二七年, and blanks inside a number, as usual."""
    text = _BLANK_IN_A_NUMBER.sub("", simplified(text.strip()))
    return _YEAR.sub(lambda year: year[0].translate(_DIGITS), text)


def _completed(before: Question, answer: Question, library: Policies) -> str | None:
    """The unclear question before with the policy that the answer names or picks."""
    names = library.names()
    asked = _of_policies(Understanding(before, before.text, Intent.SEARCH), library)
    if not asked.choices:
        return None
    if picked := chosen(answer.text, asked.candidates, asked.choices):
        return picked
    about = named(answer.text, names, answer)
    if about.policies and not _ONLY_NAMED.sub("", about.without_name(answer.text)):
        return _put(asked.text, subject(before, names), names.title(about.policies[0]))
    return None


def _of_policies(meant: Understanding, library: Policies) -> Understanding:
    """What is asked of which policy."""
    question, text, names = meant.question, meant.text, library.names()
    about = subject(question, names)
    name = next((head.name for head in about.policies), "")
    question = _of_version(question, about)
    fact = detect(about.without_name(text), name)
    if fact and not about.policies and not about.end:
        about = titled(text, names, question)
    policy = next(iter(about.policies), None)
    intent = Intent.FACT if fact else Intent.SEARCH
    meant = replace(meant, question=question, intent=intent, policy=policy, fact=fact)
    if fact:
        return _which(meant, about, names)
    rest = about.without_name(text)
    if about.policies and about.end and not _ONLY_NAMED.sub("", rest):
        return replace(meant, intent=Intent.CARD)
    if not about.policies and _names_a_clause(rest, about):
        about = deduced(rest, about, library)
        if not about.policies:
            return _which(replace(meant, intent=Intent.REFERENCE), about, names)
        meant = replace(meant, policy=about.policies[0], deduced=True)
    return _about_clauses(meant, about, library)


def _of_version(question: Question, about: Subject) -> Question:
    """The question limited to a version that it names by its date, and that is not in force."""
    stand_back = [head.id for head in about.policies if head.validity.instead]
    if question.filters.name_versions or not stand_back:
        return question
    return replace(question, filters=replace(question.filters, policy_ids=tuple(stand_back)))


def _about_clauses(meant: Understanding, about: Subject, library: Policies) -> Understanding:
    """A question that clauses answer: those it names, or those to be found."""
    question, text = meant.question, meant.text
    policy = library.policy(meant.policy.id) if meant.policy else None
    if policy and (clause := _pointed_at(question, policy)):
        pointed = Reference(clause.name, (clause,), ())
        return replace(meant, intent=Intent.REFERENCE, references=(pointed,))
    # What the question itself names comes before what it leaves to the turns before.
    for wording in dict.fromkeys((text, standalone(question))):
        if wording != text:
            meant = replace(meant, text=wording)
            if names_something(text):
                break  # 那税收呢 asks about taxes, whatever clause was named before
        if found := list(_references(meant, about, library)):
            policies, references = zip(*found, strict=True)
            named_of_all = tuple(chain.from_iterable(references))
            meant = replace(meant, policy=policies[0], references=named_of_all)
            return replace(meant, intent=Intent.REFERENCE)
    if profile := told(question):
        return replace(meant, text=text, intent=Intent.MEASURES, profile=profile)
    return _placed(meant, policy) if policy else meant


def _pointed_at(question: Question, policy: Policy) -> Clause | None:
    """The clause that the question means: of those that the answer before cited, or beside it."""
    at = points_at(question.text.strip())
    before = cited(question.turns, policy.clauses) if at is not None else ()
    if at is None or not before:
        return None
    if at and len(before) == 1:  # 第二个呢, after the first of several
        before = tuple(c for c in policy.clauses if c.parent == before[0].parent and c.title)
    return before[at] if at < len(before) else None


def _placed(meant: Understanding, policy: Policy) -> Understanding:
    """An ordinary question, with the places of its policy that it names."""
    if meant.ask is Ask.OUTLINE:
        top = tuple(c for c in policy.clauses if c.parent is None and c.number and c.title)
        return replace(meant, intent=Intent.REFERENCE, references=(Reference("全文", top, ()),))
    if compared := sides(meant.text, policy.clauses):
        return replace(meant, sides=compared)
    for section in sections(meant.text, policy.clauses):
        if asks_for_children(meant.text, section):
            entitled = Reference(section.title, (section,), ())
            return replace(meant, intent=Intent.REFERENCE, ask=Ask.CHILDREN, references=(entitled,))
        if asks_within(meant.text, section):
            return replace(meant, within=section)
    return meant


def _names_a_clause(rest: str, about: Subject) -> bool:
    """Whether a clause is asked for of a policy that is not clear."""
    return names_a_clause(rest) or bool(about.end and next(spelled(rest), None))


def _which(meant: Understanding, about: Subject, names: Names) -> Understanding:
    """The question with what may be chosen from, unless it is clear which policy is meant."""
    if about.policies:
        return meant
    text = meant.text
    candidates = about.candidates or (() if about.end else names.prominent())
    choices = tuple(_put(text, about, names.title(head)) for head in candidates)
    called = text[about.start : about.end].strip("《》")
    return replace(meant, called=called, candidates=candidates, choices=choices)


def _put(text: str, about: Subject, title: str) -> str:
    """The text with a title in the place of what it calls the policy, or before the number."""
    if about.end:
        return f"{text[: about.start]}{title}{text[about.end :]}"
    number = CHAIN.search(text)
    return f"{title}{text[number.start() if number else 0 :]}"


def _references(
    meant: Understanding, about: Subject, library: Policies
) -> Iterator[tuple[PolicyHead, tuple[Reference, ...]]]:
    """Each policy that the text names clauses of, and what it names of it."""
    text: str | None = meant.text if may_refer(meant.text) else None
    while text:
        here = named(text, library.names(), meant.question)
        if found := in_policies(here.without_name(text), here.policies or about.policies, library):
            yield found
        text = text[here.until :] if here.until else None
