import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.masks import generalise, mask


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("张 三", "张*"),
        ("欧阳凤", "欧阳*"),
        ("欧阳小凤", "欧**凤"),
        ("阿卜杜拉·买买提", "阿******提"),
        ("Zhang Wei", "Z*******"),
    ],
)
def test_names_keep_what_the_rule_says(name, hidden):
    assert mask("RECIPIENT_NAME", name) == hidden


@pytest.mark.parametrize(
    ("cls", "value", "hidden"),
    [
        ("RESIDENT_ID", "220102190101010013", "2201**********0013"),
        ("RESIDENT_ID", "220102 19010101 0013", "2201**********0013"),
        ("PERSONAL_PHONE", "138-0000-0001", "138****0001"),
        ("PERSONAL_PHONE", "１３８００００１２３４", "138****1234"),
        ("EMAIL", "zhang_19@example.com", "z***@example.com"),
        ("PLATE", "吉A·00000", "吉A***00"),
        ("BANK_ACCOUNT", "6228480000000000000", "*" * 19),
        ("QQ", "10000", "*****"),
        ("RESIDENT_ID", "0013", "****"),
    ],
)
def test_numbers_keep_head_and_tail_of_the_rule_file(cls, value, hidden):
    assert mask(cls, value) == hidden


@given(st.text("0123456789", min_size=6, max_size=8), st.sampled_from(["19900101", "20081231"]))
def test_a_masked_id_never_shows_the_birth_date(head, birth):
    shown = mask("RESIDENT_ID", head[:6] + birth + "0013")
    assert birth not in shown
    assert shown.count("*") == 10


@pytest.mark.parametrize(
    ("cls", "value", "coarse"),
    [
        ("ADDRESS_DETAIL", "庆丰镇永胜村三社106号", "庆丰镇永胜村"),
        ("ADDRESS_DETAIL", "延吉市建工街道长青社区4号楼2单元314室", "延吉市建工街道长青社区"),
        ("ADDRESS_DETAIL", "铁西区站前街道地直街52号楼1单元302", "铁西区站前街道"),
        ("ADDRESS_DETAIL", "长春市朝阳区红旗街244号", "长春市朝阳区"),
        ("DATE_OF_BIRTH", "1965年7月", "1965年"),
        ("POVERTY_CAUSE", "脑梗塞", "因病"),
        ("COMPLAINANT", "孙八", "群众"),
        ("DONOR", "钱七", "爱心人士"),
        ("HEALTH", "尿毒症", ""),
    ],
)
def test_coarser_values(cls, value, coarse):
    assert generalise(cls, value) == coarse
