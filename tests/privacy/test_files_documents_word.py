"""Word documents: what is shown is found, decided and written anew, in good order."""

import io
import zipfile

import pytest

from privacy.files.model import FileDecision, Unreadable, Wanted

from .office_files import (
    LIST,
    NAME,
    NUMBER,
    PHONE,
    SHOWN,
    docx,
    p,
    part,
    proposed,
    r,
    read,
    rebuilt,
    table,
    traces,
    zipped,
)


def found(data: bytes, **options) -> dict[str, str]:
    reading = read(data, **options)
    texts = {one.ref: one.text for one in reading.parts}
    return {texts[one.part][one.start : one.end]: one.cls for one in reading.findings}


def test_headings_lists_tables_notes_and_boxes_are_read_in_order():
    numbering = part(
        "numbering",
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>',
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'
    box = f"<w:txbxContent>{p('框中的话')}</w:txbxContent>"
    body = (
        p("工作情况", '<w:outlineLvl w:val="0"/>')
        + p("发放范围", numbered)
        + p("发放标准", numbered)
        + f'<w:p>{r("详见注释")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        + f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>'
        + '<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr>'
    )
    data = docx(
        body,
        {
            "word/numbering.xml": numbering,
            "word/footnotes.xml": part(
                "footnotes", f'<w:footnote w:id="2">{p("按户计算")}</w:footnote>'
            ),
            "word/header1.xml": part("hdr", p("某县民政局")),
        },
        [
            ("n", "numbering", "numbering.xml"),
            ("f", "footnotes", "footnotes.xml"),
            ("h", "header", "header1.xml"),
        ],
    )
    assert [one.text for one in read(data).parts] == [
        "某县民政局", "工作情况", "一、发放范围", "二、发放标准", "详见注释[1]", "", "框中的话", "[1] 按户计算",
    ]  # fmt: skip
    html = rebuilt(data).html
    assert "<h2>工作情况</h2>" in html and html.count("框中的话") == 1


def test_inserted_text_counts_as_accepted_and_field_results_are_shown():
    body = (
        f'<w:p>{r("金额")}<w:ins w:id="1" w:author="某">{r("22000元")}</w:ins></w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("2021年3月")}<w:r><w:fldChar w:fldCharType="end"/></w:r>{r("公示")}</w:p>'
    )
    assert rebuilt(docx(body)).text == "金额22000元\n2021年3月公示"


def test_a_number_split_over_runs_and_blanks_is_found_whole():
    runs = "".join(
        r(piece) for piece in ("户主", NAME, "，身份证号220102 ", "1955", "０３１２", " 0008", "。")
    )
    result = rebuilt(docx(f"<w:p>{runs}</w:p>{p(SHOWN)}"))
    assert traces(result, NAME, "0312", "０３１２") == []
    assert SHOWN in result.text


def test_columns_of_a_table_are_decided_as_a_whole_even_when_a_cell_is_mistyped():
    result = rebuilt(docx(p("名单") + LIST), domain="poverty")
    assert traces(result, NAME, NUMBER, "22010219600909000", "振国") == []
    assert (
        "身份证号" not in result.text
    )  # nothing is left of the column, so it goes with its header
    assert "钱*兰" in result.text and "3000" in result.text and "合计" in result.text
    assert (
        '<th scope="col">户主姓名</th>' in result.html and "<caption>名单</caption>" in result.html
    )


def test_one_decision_answers_a_whole_column():
    reading = read(docx(LIST), domain="poverty")
    keys = {one.label: one.ref for one in reading.parts}
    assert keys["表1!B2"]
    wanted = Wanted({"表1!B": FileDecision("mask"), "表1!C": FileDecision("mask")})
    result = rebuilt(docx(LIST), wanted=wanted, domain="poverty")
    assert "2201**********0008" in result.text and "钱*兰" in result.text


def test_undecided_findings_are_removed():
    result = rebuilt(docx(p(f"户主：{NAME}，电话{PHONE}。") + p(SHOWN)), wanted=Wanted())
    assert traces(result, NAME, PHONE) == []
    assert "［已隐去］" in result.text


def test_a_form_is_read_by_its_labels():
    form = table(
        ["姓名", NAME, "性别", "女"],
        ["身份证号", NUMBER, "联系电话", PHONE],
        ["住址", "某县永胜村3组12号", "备注", "无"],
    )
    data = docx(form)
    classes = found(data)
    assert classes[NAME] == "RECIPIENT_NAME" and classes[NUMBER] == "RESIDENT_ID"
    result = rebuilt(data)
    assert traces(result, NAME, NUMBER, PHONE) == []
    assert "姓名" in result.text and "女" in result.text


def test_numbers_split_over_neighbouring_cells_and_lines_are_found():
    digits = table(["号码", *NUMBER], ["甲", *["乙"] * 18])
    groups = table(["备注", "139", "0000", "0417"])
    down = "".join(p(sign) for sign in PHONE)
    for body in (digits, groups, down):
        result = rebuilt(docx(p(SHOWN) + body))
        together = "".join(result.text.split())
        assert NUMBER not in together and PHONE not in together


def test_a_name_found_once_is_followed_through_the_document():
    body = (
        p(f"户主：{NAME}。")
        + p(f"关于给予{NAME}补助的决定")
        + table(["甲", "乙"], [f"附{NAME}材料", "1"])
    )
    assert traces(rebuilt(docx(body)), NAME) == []


def test_an_official_of_the_unit_stays():
    body = p("责任人：副县长孙志远，举报电话0431-80000000。")
    assert "孙志远" in rebuilt(docx(body), allow=("孙志远",)).text


def test_withheld_terms_go_wherever_they_stand():
    body = (
        p("本次走访孙 志 远一户。")
        + f"<w:p>{r('孙')}{r('志远')}{r('家庭', '<w:b/>')}</w:p>"
        + table(["甲", "2201", "0219550312", "0008"], ["孙", "志", "远", "丁"])
        + p("号码２２０１０２１９５５０３１２０００８")
    )
    data = docx(body)
    decisions = proposed(read(data)).decisions
    result = rebuilt(data, wanted=Wanted(decisions, terms=("孙志远", NUMBER)))
    together = "".join(result.text.split())
    assert "志远" not in together and "孙志" not in together
    assert traces(result, "0219550312", "２２０１０２") == []
    assert "本次走访" in result.text and "家庭" in result.text


def test_a_term_wins_over_a_decision_to_keep():
    data = docx(p(f"户主：{NAME}。"))
    wanted = Wanted({one.ref: FileDecision("keep") for one in read(data).findings}, terms=(NAME,))
    assert traces(rebuilt(data, wanted=wanted), NAME) == []


def test_a_coarser_text_that_still_holds_the_value_is_not_accepted():
    data = docx(p(f"户主：{NAME}。"))
    wanted = Wanted(
        {one.ref: FileDecision("generalise", text=f"某户{NAME}") for one in read(data).findings}
    )
    assert traces(rebuilt(data, wanted=wanted), NAME) == []


def test_what_the_reviewer_marks_by_hand_goes_too():
    data = docx(p("绰号老黄牛的村民"))
    result = rebuilt(data, wanted=Wanted({"b1:2-5": FileDecision("remove")}))
    assert result.text == "绰号［已隐去］的村民"


def test_another_file_than_the_one_that_was_read_is_not_built():
    reading = read(docx(p(SHOWN)))
    from privacy.files import documents

    try:
        documents.rebuild(docx(p(SHOWN + NAME)), name="a.docx", reading=reading, wanted=Wanted())
    except Unreadable as error:
        assert "重新审查" in str(error)
    else:
        raise AssertionError("a changed file was built")


def test_officials_listed_with_their_titles_stay_and_small_lists_keep_their_header():
    officials = table(
        ["姓名", "职务", "分工"],
        ["孙志远", "副县长", "分管民政"],
        ["李明华", "民政局局长", "主持工作"],
    )
    citizens = table(
        ["姓名", "去向", "说明"], [NAME, "返乡", "已入户"], ["欧阳振国", "返乡", "已入户"]
    )
    result = rebuilt(docx(p("分工") + officials + p("名单") + citizens))
    assert "孙志远" in result.text and "李明华" in result.text
    assert traces(result, NAME, "振国") == []
    assert "姓名\t去向\t说明" in result.text


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ((["项目", "资金"], ["临时救助", "22000"], ["危房改造", "30000"]), ["临时救助", "22000", "危房改造"]),
        ((["临时救助", "22000元"], ["合计", "52000元"]), ["临时救助", "22000元", "合计"]),
        ((["村名", "户数", "月保障金额"], ["永胜村", "12", "36000"]), ["永胜村", "12", "36000"]),
        ((["指标", "单位", "数值"], ["二氧化硫", "微克/立方米", "12"]), ["二氧化硫", "12"]),
        ((["学校", "资助人数", "金额"], ["某县第一中学", "35", "52500"]), ["某县第一中学", "52500"]),
        ((["时间", "地点", "内容"], ["2021年3月1日", "县政府会议室", "听取意见"]), ["2021年3月1日", "县政府会议室"]),
    ],
)  # fmt: skip
def test_tables_without_persons_stay_as_they_are(rows, kept):
    result = rebuilt(docx(p("附表") + table(*rows)))
    assert result.removed == {}
    assert all(text in result.text for text in kept)


def test_letters_without_filling_and_signs_nobody_sees_do_not_come_out():
    unfilled = "<w14:textFill><w14:noFill/></w14:textFill>"
    white = '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textFill>'
    secret = "".join(chr(0xE0000 + ord(sign)) for sign in NUMBER)
    data = docx(p(SHOWN + secret + "\u200b\u2063完") + p(NAME, run=unfilled) + p(NAME, run=white))
    result = rebuilt(data)
    assert result.text == SHOWN + "完"
    assert traces(result, NAME, secret, "\u200b") == []


def test_the_strict_spelling_of_the_standard_is_read_too():
    data = docx(p(f"户主：{NAME}。") + p(SHOWN) + p(PHONE, run="<w:vanish/>"))
    strict = zipped(
        {
            name: content.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            ).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            for name, content in members(data).items()
        }
    )
    result = rebuilt(strict)
    assert SHOWN in result.text and traces(result, NAME, PHONE) == []


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_was_rebuilt_holds_nothing_to_decide():
    body = p(f"户主：{NAME}，身份证号{NUMBER}，电话{PHONE}。责任人：副镇长孙志远。") + LIST
    result = rebuilt(docx(body), domain="poverty")
    assert [one.cls for one in read(result.data, domain="poverty").findings] == ["OFFICIAL_NAME"]


def test_forms_with_lists_inside_and_cells_that_answer_themselves_are_read():
    form = table(
        ["申请人姓名", NAME, "性别", "女"],
        ["家庭成员", "姓名", "与户主关系", "身份证号"],
        ["", "孙小宝", "孙子", "220102201203120003"],
        ["开户银行", "某县农商行", "银行账号", "6228480000001112223"],
        ["村委会意见", "同意上报。经办人：李明华", "", ""],
    )
    cells = table(
        [f"姓名：{NAME}", f"身份证号：{NUMBER}"], [f"电话：{PHONE}", "住址：永胜村3组12号"]
    )
    result = rebuilt(docx(p("审批表") + form + cells), domain="welfare")
    assert (
        traces(
            result,
            NAME,
            NUMBER,
            PHONE,
            "孙小宝",
            "220102201203120003",
            "6228480000001112223",
            "3组12号",
        )
        == []
    )
    for kept in ("申请人姓名", "家庭成员", "李明华", "电话：", "住址：永胜村"):
        assert kept in result.text


def test_a_thousand_withheld_terms_are_looked_for_at_once():
    terms = tuple(
        f"2201021955{month:02d}{day:02d}000{end}"
        for month in range(1, 13)
        for day in range(1, 29)
        for end in range(3)
    )
    data = docx(
        p(SHOWN)
        + table(["甲", "22010219", "55031200", "01"], ["乙", "8", "9", "7"])
        + p(f"附记 {terms[-1]}")
    )
    wanted = Wanted(proposed(read(data)).decisions, terms=terms)
    result = rebuilt(data, wanted=wanted)
    assert traces(result, terms[-1], "22010219", "55031200") == []
    assert SHOWN in result.text and "乙" in result.text
