from index.recent import Recent


def test_what_was_not_asked_for_in_the_longest_time_goes() -> None:
    recent: Recent[str, int] = Recent(2)
    recent.keep({"a": 1, "b": 2})
    assert recent.get("a") == 1
    recent.keep({"c": 3})
    assert recent.found(["a", "b", "c"]) == {"a": 1, "c": 3}


def test_nothing_is_kept_where_nothing_may_be() -> None:
    recent: Recent[str, int] = Recent(0)
    recent.keep({"a": 1})
    assert recent.get("a") is None
