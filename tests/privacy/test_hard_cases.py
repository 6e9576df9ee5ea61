"""The cases that detectors of the field miss, one by one."""

import pytest

from privacy.detect import detect


def hidden(text: str, domain: str = "welfare", **options) -> set[int]:
    return {
        place
        for one in detect(text, domain=domain, **options)
        if one.action != "keep"
        for place in range(one.start, one.end)
    }


def covers(text: str, value: str, domain: str = "welfare") -> bool:
    places, start = hidden(text, domain), text.index(value)
    signs = range(start, start + len(value))
    return all(place in places for place in signs if text[place].strip(" \n-"))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # A given name alone, and names that are ordinary words.
        ("女儿丽丽读初二，由奶奶照顾。", "丽丽"),
        ("户主王桂兰来电。桂兰说药费太高。", "桂兰说"[:2]),
        ("来电人幸运称楼下噪声扰民。", "幸运"),
        ("犯罪嫌疑人霍达、时迁驾驶货车倾倒废渣。", "时迁"),
        ("低保户：高峰、白雪、康乐。", "高峰"),
        # Rare and compound surnames.
        ("户主逄德胜，3口人。", "逄德胜"),
        ("申请人亓官雨桐、澹台明，均为本村村民。", "亓官雨桐"),
        ("脱贫户仉大勇、訾秀梅已脱贫。", "訾秀梅"),
        # Traditional script, pinyin, English.
        ("申請人劉國強，身份證已收。", "劉國強"),
        ("患者Zhang Xiaoming已出院。", "Zhang Xiaoming"),
        ("Applicant: Wang Guihua, female.", "Wang Guihua"),
        # Minority names without dots in lists, with other dots.
        ("牧户斯琴高娃、那日苏、乌云其木格受灾。", "乌云其木格"),
        ("租户阿卜杜拉•买买提搬走。", "阿卜杜拉•买买提"),
        ("妻子阿依谢姆古丽.吐尔迪，无业。", "阿依谢姆古丽.吐尔迪"),
        # One sign a line, signs set apart, cut by a line's end.
        ("户主\n王\n桂\n兰\n", "王\n桂\n兰"),
        ("户主 诸 葛 明 亮 ，3口人", "诸 葛 明 亮"),
        ("户主王桂\n兰，3口人", "王桂\n兰"),
        # Kin phrases and nicknames.
        ("大家叫他“王老五”，王老五吃低保。", "王老五"),
        ("村东二柱子（小名）家的房子漏雨。", "二柱子"),
        ("联系家长豆豆妈，请来园。", "豆豆妈"),
        # Organisations named after people do not hide the people.
        ("王丽娟家庭农场流转王立军家土地。", "王立军"),
    ],
)
def test_a_person_is_hidden(text, value):
    assert covers(text, value, "poverty")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # Chinese numerals, circled digits, full width.
        ("电话一三九零零零零八八七七", "一三九零零零零八八七七"),
        (
            "账号陆贰壹柒零零零玖肆零零零壹贰叁肆伍陆柒，本人",
            "陆贰壹柒零零零玖肆零零零壹贰叁肆伍陆柒",
        ),
        ("手机①③⑨⓪⓪⓪⓪①②③④", "①③⑨⓪⓪⓪⓪①②③④"),
        ("身份证号２２０１８２１９７００１０１０００３", "２２０１８２１９７００１０１０００３"),
        # Split over columns.
        ("姓名,手机前七位,手机后四位\n李梅,1390000,8877", "1390000"),
        ("姓名|身份证前六位|身份证中八位|身份证后四位\n李梅|220182|19700101|0003", "19700101"),
        # HTML entities, URL parameters.
        ("电话&#49;&#51;&#57;&#48;&#48;&#48;&#48;&#49;&#50;&#51;&#52;", "&#49;&#51;&#57;"),
        ("见 http://x.cn/q?idcard=220182197001010003&a=1", "220182197001010003"),
        (
            "见 http://x.cn/q?name=%E7%8E%8B%E6%A1%82%E5%85%B0&x=1 户主王桂兰",
            "%E7%8E%8B%E6%A1%82%E5%85%B0",
        ),
        # Badly masked at the source.
        ("身份证22018219700101****", "22018219700101****"),
        ("身份证2201**19700101****", "2201**19700101****"),
        ("电话1390000**77", "1390000**77"),
        ("账号6217000940001234***，本人", "6217000940001234***"),
        # OCR confusions.
        ("身份证22O182197OO101OOO3", "22O182197OO101OOO3"),
        ("手机I39OOOO8877", "I39OOOO8877"),
    ],
)
def test_a_number_is_hidden(text, value):
    assert covers(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("户主李明右腿截肢，无劳动能力。", "右腿截肢"),
        ("王桂兰常年吃氯氮平，由女儿照顾。", "氯氮平"),
        ("患者李明，SLE，长期复查。", "SLE"),
        ("村民张强脑子糊涂，走失两次。", "脑子糊涂"),
        ("儿子李小宝全身烧伤面积40%，户主李明无力负担。", "全身烧伤面积40%"),
    ],
)
def test_an_illness_in_plain_words_is_hidden(text, value):
    assert covers(text, value, "health")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("白求恩医院、张桂梅思政大讲堂、李丽美发店参加活动。", "李丽美发店"),
        ("幸福小区12户居民受影响。", "幸福小区12户"),
        ("监测点坐标125.3245,43.8868", "125.3245,43.8868"),
        ("帮扶责任人王芳包保5户。", "王芳"),
        ("统一社会信用代码11220000000000019E", "11220000000000019E"),
    ],
)
def test_what_only_looks_personal_stays(text, value):
    places, start = hidden(text, "poverty"), text.index(value)
    assert places.isdisjoint(range(start, start + len(value)))


def test_a_donor_stays_by_consent_and_goes_without_it():
    text = "捐赠人刘波500元（同意公开）、陈静300元（请勿公开姓名，要求匿名）。"
    assert not covers(text, "刘波", "disaster")
    assert covers(text, "陈静", "disaster")


def test_the_coordinates_of_a_home_go_and_those_of_a_facility_stay():
    assert covers("受困老人李梅家位置：43.8712,126.5544", "43.8712,126.5544", "disaster")
    assert not covers("避难场所坐标：43.8800,126.5600", "43.8800,126.5600", "disaster")


def test_an_official_and_a_citizen_of_one_name_are_told_apart_by_their_words():
    text = "帮扶责任人王芳，联系贫困户王芳。"
    found = [one.action for one in detect(text, domain="poverty") if one.cls.endswith("_NAME")]
    assert found == ["keep", "mask"]
