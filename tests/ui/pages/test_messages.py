from chatbot.answer import Citation, Cited, Delta, Done, Event, Outcome, Quote, Status
from chatbot.errors import BadQuestion
from index.clause import Policy, PolicyHead, Span
from ui.pages.messages import Message, asked, failure, inline, messages
from ui.pages.strings import Language, strings

SAY = strings(Language.CHINESE)


def cited(policy: Policy, index: int, words: str) -> Cited:
    head = PolicyHead(policy.id, policy.source_file, policy.sha256, policy.name, policy.card)
    clause = min((c for c in policy.clauses if words in c.text), key=lambda c: len(c.text))
    start = clause.text.index(words)
    return Cited(Citation(index, Quote(head, clause, Span(start, start + len(words)))))


def done(status: Status = Status.ANSWERED) -> Done:
    return Done("1", Outcome(status))


def last(*events: Event, naming: bool = False) -> Message:
    return list(messages(events, question="问", naming=naming, say=SAY))[-1]


def test_the_answer_grows_with_each_piece() -> None:
    events: list[Event] = [Delta("甲。"), Delta("乙。"), done()]
    assert [message.text for message in messages(events, question="问", naming=False, say=SAY)] == [
        "甲。",
        "甲。乙。",
        "甲。乙。",
    ]


def test_a_mark_becomes_a_link_to_the_quoted_words(policy: Policy) -> None:
    source = cited(policy, 1, "对新建平台给予补助。")
    shown = last(source, Delta("给予补助[1]"), done()).shown
    clause = source.citation.quote.clause.id
    assert f'给予补助<a class="mark" href="policies/{policy.id}?clause={clause}&amp;start=' in shown


def test_the_history_keeps_the_marks_as_they_were(policy: Policy) -> None:
    source = cited(policy, 1, "对新建平台给予补助。")
    assert last(source, Delta("给予补助[1]"), done()).text == "给予补助[1]"


def test_a_bracket_in_the_policys_own_words_stays(policy: Policy) -> None:
    shown = last(cited(policy, 1, "补助"), Delta(r"见注\[1\]和[7]"), done()).shown
    assert r"见注\[1\]和[7]" in shown


def test_a_source_names_clause_and_title(policy: Policy) -> None:
    shown = last(cited(policy, 1, "对新建平台"), Delta("补助[1]"), done()).shown
    assert ">〔1〕一、（一）资金支持</a>" in shown
    assert 'title="《关于支持中试平台建设的意见》（某部〔2024〕5号）一、（一）"' in shown


def test_a_source_without_a_title_shows_its_first_words(policy: Policy) -> None:
    shown = last(cited(policy, 1, "各地要加强统筹。"), Delta("统筹[1]"), done()).shown
    assert "各地要加强统筹。</a>" in shown


def test_where_there_are_several_policies_a_source_names_its_own(policy: Policy) -> None:
    shown = last(cited(policy, 1, "对新建平台"), Delta("补助[1]"), done(), naming=True).shown
    assert ">〔1〕《关于支持中试平台建设的意见》一、（一）资金支持</a>" in shown


def test_an_answer_without_sources_has_no_list_of_them() -> None:
    assert last(Delta("您好！"), done()).shown.strip() == "您好！"


def test_not_found_and_refused_look_different_from_an_answer() -> None:
    shown = {status: last(Delta("说明。"), done(status)).shown for status in Status}
    assert 'class="notice not-found"' in shown[Status.NOT_FOUND]
    assert 'class="notice refused"' in shown[Status.REFUSED]
    assert "notice" not in shown[Status.ANSWERED]


def test_a_question_is_shown_as_it_was_typed() -> None:
    assert asked("<b>*问*</b>") == r"\<b\>\*问\*\</b\>"


def test_an_error_says_what_happened_and_what_to_do() -> None:
    shown = failure(BadQuestion("问题有 3,000 个字符。", hint="请缩短问题。"), SAY)
    assert "问题有 3,000 个字符。\n\n请缩短问题。" in shown


def test_text_within_html_keeps_neither_tags_nor_markdown() -> None:
    assert inline('<b>"甲"\n*乙*[1]') == "&lt;b&gt;&quot;甲&quot; &#42;乙&#42;&#91;1&#93;"


def test_what_is_related_is_folded_away(policy: Policy) -> None:
    quote = cited(policy, 1, "各地要加强统筹。").citation.quote
    shown = last(Delta("甲"), Done("1", Outcome(Status.ANSWERED, further=(quote,)))).shown
    assert "<summary>更多依据（1）</summary>" in shown
    assert "各地要加强统筹。</a>" in shown
    assert "〔1〕" not in shown


def test_questions_to_choose_from_are_buttons() -> None:
    outcome = Outcome(Status.NOT_FOUND, suggestions=("《甲<条>例》第三条",))
    shown = last(Delta("哪一份？"), Done("1", outcome)).shown
    assert '<button type="button" class="suggestion">《甲&lt;条&gt;例》第三条</button>' in shown


def test_how_a_follow_up_was_understood_is_shown_on_demand() -> None:
    outcome = Outcome(Status.ANSWERED, understood="2027年的目标")
    assert "<summary>系统如何理解这个问题</summary>2027年的目标" in last(Done("1", outcome)).shown
    as_typed = Outcome(Status.ANSWERED, understood="问")
    assert "理解" not in last(Done("1", as_typed)).shown
