import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.detect import detect
from privacy.policy import class_keys
from tests.privacy.scoring import Score, add, known_texts, marked_texts

STRUCTURED = (
    "id_number bank_account phone email wechat qq plate passport id_tail birth_date".split()
)


@pytest.fixture(scope="module")
def known() -> Score:
    score = Score()
    for entry in known_texts():
        add(score, entry["text"], entry["domain"], entry["spans"])
    return score


def marked(name: str) -> Score:
    score = Score()
    for domain, text, spans in marked_texts(name):
        add(score, text, domain, spans)
    return score


def found(text: str, **options) -> dict[str, tuple[str, str]]:
    return {text[one.start : one.end]: (one.cls, one.action) for one in detect(text, **options)}


def test_no_number_of_the_known_texts_stays(known):
    assert known.recall(*STRUCTURED) == 1.0


def test_names_of_citizens_and_minors_are_found(known):
    assert known.recall("name", "name_minor") >= 0.99


def test_at_most_one_known_text_in_a_hundred_leaks(known):
    assert known.leaking / known.texts <= 0.01


def test_what_must_stay_stays(known):
    assert known.over() <= 0.01


def test_no_officials_name_is_proposed_for_hiding(known):
    assert known.over("official_name") == 0


def test_hard_texts_leak_little():
    score = marked("adversarial.txt")
    assert score.recall() >= 0.95
    assert score.leaking / score.texts <= 0.10
    assert score.over() <= 0.05


def test_ordinary_notices_leak_little():
    score = marked("ordinary.txt")
    assert score.recall() >= 0.95
    assert score.leaking / score.texts <= 0.08
    assert score.over() <= 0.03


def test_policies_guides_and_statistics_are_left_alone():
    for domain, text, _spans in marked_texts("policies.txt"):
        assert [one for one in detect(text, domain=domain) if one.action != "keep"] == [], text


def test_numbers_in_slippery_spellings_are_all_found():
    score = marked("numbers.txt")
    assert score.recall() == 1.0
    assert score.over() == 0


@pytest.mark.parametrize(
    "text",
    [
        "吉政办函〔2018〕120号",
        "统一社会信用代码11220000000000019E",
        "统一社会信用代码：91220581MA6P0NGNN0",
        "举报电话12317，服务热线12345，环保热线12369",
        "2018年12月1日至2019年3月15日",
        "合同编号：220102201806150012",
        "共投入资金12,345.67万元，惠及1,204户2,310人",
        "监测点坐标125.3245,43.8868",
        "每人每月564元，城市低保标准由520元提高到564元",
        "东经128.7512°，北纬43.0631°",
        "疫苗批号201805A12345，有效期2020-05-12",
    ],
)
def test_numbers_of_offices_and_statistics_stay_untouched(text):
    assert [one for one in detect(text, domain="poverty") if one.action != "keep"] == []


def test_an_office_landline_is_kept_and_a_home_one_is_not():
    assert found("监督电话：0431-80006060")["0431-80006060"] == ("OFFICE_PHONE", "keep")
    assert found("户主家庭电话：0431-80006061")["0431-80006061"][1] != "keep"


def test_a_mobile_belongs_to_the_person_named_before_it():
    answer = found(
        "负责人：于洋 电话：13800001111；申请人：于海波 电话：13800002222", domain="poverty"
    )
    assert answer["13800001111"] == ("OFFICE_PHONE", "keep")
    assert answer["13800002222"] == ("PERSONAL_PHONE", "remove")


def test_entries_of_the_units_register_are_kept():
    text = "请找王晓梅，电话13800001234。"
    assert found(text)["王晓梅"][1] == "mask"
    answer = found(text, allow=["王晓梅", "13800001234"])
    assert answer["王晓梅"] == ("OFFICIAL_NAME", "keep")
    assert answer["13800001234"] == ("OFFICE_PHONE", "keep")


def test_a_citizen_with_the_name_of_an_official_is_asked_about():
    findings = detect("户主：王晓梅，3口人。", allow=["王晓梅"])
    assert findings[0].action == "mask"
    assert "同名" in findings[0].reason


def test_illness_counts_only_beside_a_person():
    assert not detect("全县救治尿毒症、肺结核等病种21种。", domain="health")
    assert found("患者李桂兰患尿毒症多年。", domain="health")["尿毒症"] == ("HEALTH", "remove")


def test_a_wrong_check_digit_is_still_personal_data():
    assert found("身份证号220102190101010014")["220102190101010014"][0] == "RESIDENT_ID"


def test_a_badly_hidden_number_is_reported_and_a_well_hidden_one_is_not():
    assert "22010219900101****" in found("身份证22010219900101****")
    assert not detect("身份证2201**********0013")


def test_findings_lie_in_order_without_overlaps_and_use_known_words():
    for entry in known_texts()[:20]:
        position = 0
        for one in detect(entry["text"], domain=entry["domain"]):
            assert position <= one.start < one.end <= len(entry["text"])
            position = one.end
            assert one.cls in class_keys()
            assert one.action in ("keep", "mask", "remove", "generalise")
            assert 0 <= one.confidence <= 1
            assert one.reason.endswith("。")


def test_a_reason_never_repeats_the_value():
    for entry in known_texts():
        for one in detect(entry["text"], domain=entry["domain"]):
            value = entry["text"][one.start : one.end]
            assert len(value) < 3 or value not in one.reason


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet="王三张男女身份证号：，。；（）()0123456789xX \n\t元村号-*%&#\u200b①一二",
        max_size=120,
    )
)
def test_any_text_gives_findings_inside_the_text(text):
    position = 0
    for one in detect(text):
        assert position <= one.start < one.end <= len(text)
        position = one.end


@pytest.mark.parametrize(
    "text",
    ["其中城市391户、528人，农村893户。", "全市农村893户已脱贫。", "其中城区120户，乡镇45户。"],
)
def test_households_counted_by_area_are_no_doors(text):
    assert detect(text, domain="welfare") == []


def test_a_household_number_behind_a_place_is_still_a_door():
    (found,) = detect("住东风村3组12户", domain="welfare")
    assert found.cls == "ADDRESS_DETAIL"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("来信人称家住万科城一期9号楼1804，楼下烧烤店扰民。", "万科城一期9号楼1804"),
        ("患者现住御景尚都3栋2单元501。", "御景尚都3栋2单元501"),
    ],
)
def test_a_home_is_an_address_whatever_the_estate_is_called(text, value):
    found = detect(text, domain="environment")
    assert [text[f.start : f.end] for f in found if f.cls == "ADDRESS_DETAIL"] == [value]


def test_a_form_of_address_takes_nobody_his_office():
    text = "代表性传承人关云德先生介绍了剪纸。"
    assert [f.cls for f in detect(text, domain="culture_sport")] == ["OFFICIAL_NAME"]


def test_the_field_for_illness_of_a_form_is_somebodys_illness():
    found = detect("受助人信息表\n疾病：慢性肾炎\n健康状况：良好", domain="welfare")
    assert [f.cls for f in found] == ["HEALTH"]
    assert not [
        f for f in detect("诊断：肺癌、胃癌、肝癌等30种", domain="health") if f.cls == "HEALTH"
    ]


def test_words_of_an_inquiry_are_no_name():
    text = "经查，王秀兰反映的问题属实。"
    found = detect(text, domain="environment")
    assert [text[f.start : f.end] for f in found] == ["王秀兰"]


@pytest.mark.parametrize(
    "passage",
    [
        "有关部门应当确定适合残疾人生产、经营的产品、项目。",
        "申请人查阅、抄录相关政府信息的，行政机关应当提供便利。",
        "自登记之日起15个工作日内，向原发证机关申请办理变更手续，并依法公告。",
        "国家鼓励学前儿童生活和学习空间的建设。",
        "依法对建设工程抗震措施的落实情况开展检查。",
        "受种者凭接种证在麻腮风疫苗接种点接种。",
    ],
)
def test_passages_of_rules_name_nobody(passage):
    assert [f for f in detect(passage, domain="welfare") if f.action != "keep"] == []
