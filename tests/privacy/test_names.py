import pytest

from privacy.document import Document
from privacy.names import find_mentions
from privacy.roles import role_of


def names(text: str) -> list[str]:
    doc = Document(text)
    return [one.text(doc) for one in find_mentions(doc)]


def role(text: str, name: str) -> str:
    doc = Document(text)
    start = doc.text.index(name)
    return role_of(doc, start, start + len(name)).cls


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("户主：王桂兰", ["王桂兰"]),
        ("贫困户欧阳凤英、司马光明", ["欧阳凤英", "司马光明"]),
        ("户主 张 三 ，户主 李  四 光", ["张三", "李四光"]),
        ("租户阿卜杜拉·买买提", ["阿卜杜拉·买买提"]),
        ("牧民斯琴高娃、那日苏", ["斯琴高娃", "那日苏"]),
        ("患者Zhang Xiaoming已出院", ["Zhang Xiaoming"]),
        ("王\n桂\n兰", ["王桂兰"]),
        ("其妻白雪，身份证", ["白雪"]),
    ],
)
def test_names_in_many_spellings(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "于是成立工作组，安全管理和平安建设双推进",
        "黄石、安康、常德、高邮等市开展试点",
        "靖宇县、左权县、尚志村受灾",
        "毛泽东思想、邓小平理论、习近平新时代中国特色社会主义思想",
        "张某某、李某，已遮盖的张*三",
        "白求恩医院、张伯驹艺术馆、李丽美发店",
        "单 位：时 间：项 目：",
    ],
)
def test_words_places_and_firms_are_no_names(text):
    assert names(text) == []


def test_every_further_mention_is_found():
    assert names("户主：高峰，3口人。\n经核实，高峰符合条件。").count("高峰") == 2


@pytest.mark.parametrize(
    ("text", "name", "cls"),
    [
        ("项目负责人：赵立军", "赵立军", "OFFICIAL_NAME"),
        ("王春生局长到会", "王春生", "OFFICIAL_NAME"),
        ("市慈善总会 吴英爱", "吴英爱", "OFFICIAL_NAME"),
        ("韩丽（县税务局）", "韩丽", "OFFICIAL_NAME"),
        ("韩丽  县教育局局长", "韩丽", "OFFICIAL_NAME"),
        ("负责人意见：同意。萧雨桐", "萧雨桐", "OFFICIAL_NAME"),
        ("户主王春生", "王春生", "RECIPIENT_NAME"),
        ("王春生（男，67岁）", "王春生", "RECIPIENT_NAME"),
        ("丈夫王春生", "王春生", "RECIPIENT_NAME"),
        ("高一（3）班：程金凤", "程金凤", "MINOR_NAME"),
        ("孤儿程金凤", "程金凤", "MINOR_NAME"),
        ("举报人为程金凤", "程金凤", "COMPLAINANT"),
        ("遇难者程金凤", "程金凤", "VICTIM"),
        ("接收个人捐赠程金凤", "程金凤", "DONOR"),
        ("程金凤来到会场", "程金凤", "RECIPIENT_NAME"),
    ],
)
def test_the_words_around_a_name_tell_whose_it_is(text, name, cls):
    assert role(text, name) == cls
