import pytest

from index.region import province, region, regional


@pytest.mark.parametrize(
    "name",
    [
        "上海口岸服务条例",
        "浙江省中小企业促进条例",
        "深圳经济特区数据条例",
        "中国（上海）自由贸易试验区条例",
    ],
)
def test_a_name_that_begins_with_a_place_is_regional(name: str) -> None:
    assert regional(name)


@pytest.mark.parametrize(
    "name",
    [
        "中华人民共和国公司法",
        "关于推动未来产业创新发展的实施意见",
        "人力资源市场暂行条例",
        "城市房地产管理法",
        "国务院关于支持深圳市建设先行示范区的意见",
        "",
    ],
)
def test_any_other_is_not(name: str) -> None:
    assert not regional(name)


def test_a_province_is_named_without_its_kind() -> None:
    assert province("广东省机器人产业促进条例") == "广东"
    assert province("位于湖南长沙") == "湖南"
    assert province("深圳经济特区") == ""


def test_a_policy_s_region_is_what_its_name_begins_with() -> None:
    assert region("北京市促进中小企业发展条例") == "北京"
    assert region("深圳经济特区人工智能产业促进条例") == "深圳经济特区"
    assert region("中国（上海）自由贸易试验区条例") == "上海"
    assert region("中华人民共和国中小企业促进法") == ""
