from index.clause import Card, Found, PolicyHead, Span
from index.timeline import in_time
from index.validity import State

DAY = "2024-06-01"


def value(said: str) -> Found[str]:
    return Found(said, Span(0, 1))


def head(name: str, issued: str = "", key: str = "", **card: object) -> PolicyHead:
    given = {k: v if isinstance(v, tuple) else value(str(v)) for k, v in card.items()}
    return PolicyHead(
        key or f"{name}{issued}",
        f"{name}.md",
        "0" * 64,
        name,
        Card(issued=value(issued) if issued else None, **given),  # type: ignore[arg-type]
    )


def states(*heads: PolicyHead, day: str = DAY) -> list[State]:
    return [told.validity.state for told in in_time(heads, day)]


OLD = head("甲法", "2010-01-01")
NEW = head("甲法", "2023-12-29", effective="2024-07-01")


def test_a_version_is_in_force_until_the_next_one_begins() -> None:
    assert states(OLD, NEW) == [State.IN_FORCE, State.NOT_YET]
    assert states(OLD, NEW, day="2024-07-01") == [State.AMENDED, State.IN_FORCE]


def test_until_then_the_earlier_version_answers_and_afterwards_the_later() -> None:
    before = [told.validity.instead for told in in_time([OLD, NEW], DAY)]
    after = [told.validity.instead for told in in_time([OLD, NEW], "2025-01-01")]
    assert before == ["", OLD.id]
    assert after == [NEW.id, ""]


def test_of_several_later_versions_the_one_in_force_is_named() -> None:
    newest = head("甲法", "2024-05-01", effective="2024-05-02")
    told = in_time([OLD, head("甲法", "2018-01-01"), newest], DAY)
    by = told[0].validity.replaced_by
    assert by
    assert by.policy_id == newest.id
    assert by.title == "《甲法》（2024-05-01）"


def test_on_any_day_it_is_known_how_a_text_stood() -> None:
    old, new = (told.validity for told in in_time([OLD, NEW], DAY))
    assert [old.on(day) for day in ("2009-12-31", "2010-01-01", "2024-07-01")] == [
        State.NOT_YET,
        State.IN_FORCE,
        State.AMENDED,
    ]
    assert new.on("2030-01-01") is State.IN_FORCE


def test_copies_of_one_version_do_not_end_each_other() -> None:
    assert states(OLD, head("甲法", "2010-01-01", key="copy")) == [State.IN_FORCE] * 2


def test_what_another_text_repeals_by_its_title_ends_when_that_begins() -> None:
    law = head("乙法", "2023-01-01", effective="2023-05-01", repeals=(value("丙暂行条例"),))
    gone = head("丙暂行条例", "2011-01-01")
    assert states(law, gone) == [State.IN_FORCE, State.REPEALED]
    assert states(law, gone, day="2023-04-30") == [State.NOT_YET, State.IN_FORCE]
    told = in_time([law, gone], DAY)
    assert [each.title for each in told[0].validity.replaces] == ["《丙暂行条例》（2011-01-01）"]


def test_a_repealed_title_that_was_given_again_later_is_in_force() -> None:
    law = head("乙法", "2005-01-01", repeals=(value("丙条例"),))
    assert states(law, head("丙条例", "2020-01-01")) == [State.IN_FORCE] * 2


def test_a_region_repeals_nothing_of_the_country_or_of_another_region() -> None:
    local = head("浙江省乙条例", "2023-01-01", region="浙江省", repeals=(value("丙条例"),))
    assert states(local, head("丙条例", "2011-01-01")) == [State.IN_FORCE] * 2
    assert states(local, head("丙条例", "2011-01-01", region="山东省")) == [State.IN_FORCE] * 2
    city = head("丙条例", "2011-01-01", region="浙江省宁波市")
    assert states(local, city) == [State.IN_FORCE, State.REPEALED]


def test_a_term_runs_out_after_its_last_day() -> None:
    ending = head("丁办法", "2020-01-01", expires="2024-05-31")
    assert states(ending, day="2024-05-31") == [State.IN_FORCE]
    assert states(ending) == [State.EXPIRED]


def test_amendments_of_other_years_are_no_versions_of_each_other() -> None:
    first, second = (
        head("宪法修正案（1988年）", "1988-04-12"),
        head("宪法修正案（1993年）", "1993-03-29"),
    )
    assert states(first, second) == [State.IN_FORCE] * 2


def test_notices_of_one_title_by_different_offices_are_different_texts() -> None:
    one = head("关于做好工作的通知", "2020-01-01", issuers=(value("甲部"),))
    other = head("关于做好工作的通知", "2022-01-01", issuers=(value("乙部"),))
    assert states(one, other) == [State.IN_FORCE] * 2


def test_what_an_administrator_says_holds_on_any_day() -> None:
    [told] = in_time([head("甲法", "2010-01-01", validity="已废止", replaced_by="乙法")], DAY)
    assert told.validity.on("2011-01-01") is told.validity.state is State.REPEALED
    assert told.validity.replaced_by
    assert told.validity.replaced_by.title == "《乙法》"
