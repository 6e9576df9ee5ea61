import pytest

from privacy.detect import detect
from privacy.followed import holds_name, pinyin_forms


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("wang-gui-lan-dibao", "王桂兰"),
        ("dibao-wangguilan", "王桂兰"),
        ("guilan-wang", "王桂兰"),
        ("WangGuilan_3.pdf", "王桂兰"),
        ("ouyang-na-2", "欧阳娜"),
        ("lv-xiuying", "吕秀英"),
        ("2023/zhangwei1", "张 伟"),
    ],
)
def test_a_name_is_seen_in_pinyin(slug, name):
    assert holds_name(slug, name)


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("n4f2a91c03bd7", "王桂兰"),
        ("di-bao-gong-shi-wang-qing", "王庆"),
        ("wang-gui-xiang", "王桂兰"),
        ("report-2018", "Zhang Wei"),
        ("lian-xi", "李安"),
    ],
)
def test_other_words_are_no_name(slug, name):
    assert holds_name(slug, name) is (slug == "di-bao-gong-shi-wang-qing")


def test_names_of_other_scripts_have_no_pinyin():
    assert pinyin_forms("阿依古丽·买买提") == frozenset()
    assert pinyin_forms("Zhang Wei") == frozenset()


def test_a_citizen_with_an_officials_name_is_asked_about_never_assumed():
    text = "帮扶责任人王芳到户。户主王芳，3口人。下午王芳来到现场。"
    found = [
        one for one in detect(text, domain="poverty", allow=["王芳"]) if one.cls.endswith("NAME")
    ]
    assert [one.action for one in found] == ["keep", "mask", "mask"]
    assert "同名" in found[2].reason
    assert "同名" in found[1].reason


def test_the_register_keeps_an_official_where_no_citizen_bears_the_name():
    found = detect("下午王芳来到现场。", domain="poverty", allow=["王芳"])
    assert [one.action for one in found] == ["keep"]
