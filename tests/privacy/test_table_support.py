"""Headers of many offices, and values that speak against a harmless header."""

import pytest

from privacy.findings import KEEP
from privacy.tables import classify

VILLAGES = ["东风村", "柳河村", "双山村", "幸福社区"] * 3
VALUES = {
    "name": ["张小三", "王桂花", "欧阳长海", "金哲洙", "李建国", "赵秀兰"] * 2,
    "id": [f"220102{1940 + n}0307000{n % 10}" for n in range(12)],
    "phone": [f"139000{n:02}0000"[:3] + "0000" + f"{n:04}" for n in range(12)],
    "bank": [f"62179900000000{n:05}" for n in range(12)],
    "home": [f"{v}{n + 1}组{n + 3}号" for n, v in enumerate(VILLAGES)],
    "health": ["脑梗塞", "尿毒症", "肺癌", "冠心病"] * 3,
    "grade": ["1", "2", "3", "4"] * 3,
    "income": [str(1_850 + 317 * n) for n in range(12)],
    "birth": [f"{1940 + 5 * n}-03-07" for n in range(12)],
    "cause": ["因病", "因残", "缺劳力"] * 4,
    "student": [f"G220102{2008 + n % 4}0307000{n % 10}" for n in range(12)],
}
HEADERS = {
    "name": "被帮扶人 优抚对象 就诊人 联系人（家长） 受资助学生 householder 逝者姓名 危房户",
    "id": "证照号码 户主证件号码 身份信息 id_number 公民身份证",
    "phone": "紧急联系人电话 家属电话 微信同号 mobile",
    "bank": "粮食直补账号 财政惠民一本通 农商行账号 account",
    "home": "安置地点 灾害发生地点 租住地址 所在小区 home_address",
    "health": "重病名称 患何种疾病 特病病种 Diagnosis",
    "grade": "致残类型 评残等级 残疾人类别 Disability",
    "income": "转移性收入 家庭资产 月均收入 Income",
    "birth": "DOB 生年 Birthday",
    "cause": "困难类型 致贫因素 救助事由",
    "student": "报名序号 学生编号 学籍辅号",
}


def verdict(header, values):
    rows = [[str(n), value, "东风村"] for n, value in enumerate(values, start=1)]
    return classify(["序号", header, "村"], rows)[1]


@pytest.mark.parametrize(
    ("kind", "header"), [(kind, word) for kind, words in HEADERS.items() for word in words.split()]
)
def test_what_many_offices_write_above_a_sensitive_column_is_known(kind, header):
    assert verdict(header, VALUES[kind]).action != KEEP


@pytest.mark.parametrize("header", ["性别", "村", "年龄", "审核人", "救助类别", "办公地址", "项目"])
@pytest.mark.parametrize("kind", ["id", "bank", "home", "income", "birth", "student"])
def test_values_that_cannot_be_what_a_harmless_header_says_are_not_kept(header, kind):
    assert verdict(header, VALUES[kind]).action != KEEP


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("序号", [str(n) for n in range(1, 13)]),
        ("监督电话", ["0431-80000000"] * 12),
        ("家庭人口", ["3", "2", "1", "5"] * 3),
        ("年龄", ["67", "45", "12", "80"] * 3),
        ("发放金额（元）", ["415", "740", "620", "1,200"] * 3),
        ("发放月份", ["2026-03"] * 12),
        ("月份", ["3", "4", "12"] * 4),
        ("救助类别", ["农村低保", "城市低保"] * 6),
        ("审核人", VALUES["name"]),
        ("办公地址", ["人民大街1号"] * 12),
        ("项目编号", ["JL-2026-0001"] * 12),
        ("性别", ["男", "女"] * 6),
        ("性别", ["1", "2"] * 6),
        ("所在村", VILLAGES),
    ],
)
def test_what_is_harmless_stays(header, values):
    assert verdict(header, values).action == KEEP
