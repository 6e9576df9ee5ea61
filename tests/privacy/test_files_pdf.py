"""PDF: what is visible is kept, every hiding place stays behind, values that go cannot be found."""

import io

import pikepdf
import pypdfium2
import pytest
from reportlab.lib.colors import black, white

from privacy.files import pages
from privacy.files.model import FileDecision, Refused, Wanted

from . import papers
from .inside import holds, readable

ID = "220182195503120003"


def rebuilt(data: bytes, wanted: Wanted | None = None):
    reading = pages.read(data, name="a.pdf", domain="welfare")
    if wanted is None:
        wanted = Wanted({one.ref: FileDecision(one.action) for one in reading.findings})
    return reading, pages.rebuild(data, name="a.pdf", reading=reading, wanted=wanted)


def with_hiding_places(canvas) -> None:
    canvas.drawString(40, 260, "临时救助公示")
    canvas.drawString(40, 236, "救助金额：1200元")
    canvas.setFillColor(white)
    canvas.drawString(40, 212, "白字滕秀珍15900004471")
    canvas.setFillColor(black)
    text = canvas.beginText(40, 188)
    text.setTextRenderMode(3)
    text.textOut("隐形佟桂兰" + ID)
    canvas.drawText(text)
    canvas.drawString(40, 164, "框下匡宝林")
    canvas.rect(35, 158, 200, 18, fill=1)
    canvas.drawString(-300, 140, "页外逄德运")
    canvas.setFont(papers.SONG, 1.2)
    canvas.drawString(40, 116, "微字鲍玉霞13700008812")
    canvas.setFont(papers.SONG, 12)
    canvas.bookmarkPage("first")
    canvas.addOutlineEntry("书签尚凤霞", "first")
    canvas.setAuthor("作者晏长林")
    canvas.setSubject("主题岑淑贤13500003390")


NAMES = "滕秀珍 佟桂兰 匡宝林 逄德运 鲍玉霞 尚凤霞 晏长林 岑淑贤".split()
HIDDEN = [*NAMES, "15900004471", "13700008812", ID]


def enriched(data: bytes) -> bytes:
    """The PDF with an embedded file, a script, XMP, an annotation and an older revision's text."""
    with pikepdf.open(io.BytesIO(data)) as document:
        document.attachments["名单瞿立群.txt"] = pikepdf.AttachedFileSpec(
            document, "附件逯金花13500003391".encode(), filename="名单瞿立群.txt"
        )
        document.Root.OpenAction = document.make_indirect(
            pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('脚本滕秀珍')")
        )
        with document.open_metadata() as metadata:
            metadata["dc:title"] = "元数据匡宝林"
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[500, 20, 520, 40], F=2,
            Contents="批注佟桂兰",
        )  # fmt: skip
        document.pages[0].Annots = document.make_indirect([note])
        buffer = io.BytesIO()
        document.save(buffer)
    return buffer.getvalue()


def test_nothing_of_any_hiding_place_survives_and_the_visible_text_does():
    data = enriched(papers.pdf(with_hiding_places, size=(400, 300)))
    reading, new = rebuilt(data)
    for value in [*HIDDEN, "逯金花", "瞿立群", "13500003391"]:
        assert not holds(new.data, value), value
        assert value not in new.html + new.text
    text = readable(new.data)
    assert "临时救助公示" in text
    assert "1200" in text
    assert {"嵌入文件", "脚本", "批注", "扩展元数据", "文档属性", "不可见文字"} <= set(
        reading.dropped
    )


def test_the_text_of_a_hidden_layer_is_not_taken_for_visible():
    data = papers.pdf(papers.lines("公示正文", "第二层滕秀珍15900004471", top=150), size=(300, 200))
    with pikepdf.open(io.BytesIO(data)) as document:
        layer = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="hidden"))
        document.Root.OCProperties = pikepdf.Dictionary(
            OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer], Order=[layer])
        )
        page = document.pages[0]
        page.Resources.Properties = pikepdf.Dictionary(L=layer)
        operators = pikepdf.parse_content_stream(page)
        shows = [i for i, one in enumerate(operators) if str(one.operator) == "BT"]
        start = shows[-1]
        end = next(i for i, one in enumerate(operators) if i > start and str(one.operator) == "ET")
        operators.insert(end + 1, ([], pikepdf.Operator("EMC")))
        operators.insert(start, ([pikepdf.Name.OC, pikepdf.Name.L], pikepdf.Operator("BDC")))
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(operators))
        buffer = io.BytesIO()
        document.save(buffer)
    reading, new = rebuilt(buffer.getvalue())
    assert "公示正文" in reading.parts[0].text
    assert "滕秀珍" not in reading.parts[0].text
    assert not holds(new.data, "15900004471")
    assert "隐藏图层" in reading.dropped


def test_the_crop_box_and_the_rotation_decide_what_is_a_page():
    data = papers.pdf(
        papers.lines("医疗救助公示", "救助对象：尚凤霞", "边外佟桂兰", top=250, step=90),
        size=(300, 300),
    )
    with pikepdf.open(io.BytesIO(data)) as document:
        document.pages[0].CropBox = [0, 110, 300, 300]
        document.pages[0].Rotate = 90
        buffer = io.BytesIO()
        document.save(buffer)
    reading, new = rebuilt(buffer.getvalue())
    assert "佟桂兰" not in reading.parts[0].text
    assert "医疗救助公示" in reading.parts[0].text
    assert not holds(new.data, "尚凤霞")
    assert not holds(new.data, "佟桂兰")
    assert "医疗救助公示" in readable(new.data)


def test_text_in_a_form_field_is_read_as_it_is_drawn():
    def form(canvas):
        canvas.drawString(40, 150, "Application form")
        canvas.acroForm.textfield(
            name="phone", value="15900004471", x=40, y=90, width=200, height=24, fontSize=14
        )

    reading, new = rebuilt(papers.pdf(form, size=(300, 200)))
    assert "15900004471" in reading.parts[0].text
    assert "表单域" in reading.dropped
    assert not holds(new.data, "15900004471")


def test_a_font_that_names_its_signs_wrongly_is_not_believed():
    data = papers.pdf(papers.lines("Public notice", top=80), size=(300, 120))
    plain = papers.pdf(
        lambda canvas: (
            canvas.setFont("Helvetica", 16),
            canvas.drawString(40, 60, "Public notice"),
        ),
        size=(300, 120),
    )
    with pikepdf.open(io.BytesIO(plain)) as document:
        fonts = document.pages[0].Resources.Font
        mapped = "\n".join(
            f"<{ord(s):02x}> <{ord('甲') + n:04x}>" for n, s in enumerate("Public note")
        )
        cmap = (
            "begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
            f"11 beginbfchar {mapped} endbfchar endcmap"
        )
        for font in fonts.values():
            font.ToUnicode = document.make_stream(cmap.encode())
        buffer = io.BytesIO()
        document.save(buffer)
    assert "Public notice" in pages.read(data, name="a.pdf").parts[0].text
    assert "Public notice" in pages.read(buffer.getvalue(), name="a.pdf").parts[0].text


def test_columns_are_read_one_after_the_other_and_a_number_over_two_lines_is_found():
    def broken(canvas):
        for row, text in enumerate(
            [
                "经村民会议评议逐户入户核查",
                "现将情况公示如下各村知悉",
                "证件号码是220182195503",
                "120003同意纳入保障范围",
            ]
        ):
            canvas.drawString(30, 250 - row * 20, text)
            canvas.drawString(300, 250 - row * 20, "监督意见请向民政办公室反映")

    reading, new = rebuilt(papers.pdf(broken, size=(560, 300)))
    lines = reading.parts[0].text.split("\n")
    assert lines.index("证件号码是220182195503") + 1 == lines.index("120003同意纳入保障范围")
    assert not holds(new.data, "120003")
    assert "民政办公室" in new.text


def test_the_same_file_and_decisions_give_the_same_bytes():
    data = papers.pdf(papers.lines("救助对象：尚凤霞", top=150), size=(300, 200))
    first, second = (rebuilt(data)[1] for _ in range(2))
    assert first.data == second.data
    assert first.html == second.html


def test_an_undecided_finding_is_removed_and_a_kept_one_stays():
    data = papers.pdf(
        papers.lines("救助对象：尚凤霞", "联系电话：15900004471", top=150), size=(300, 200)
    )
    reading = pages.read(data, name="a.pdf", domain="welfare")
    name = next(one for one in reading.findings if one.cls == "RECIPIENT_NAME")
    undecided = pages.rebuild(data, name="a.pdf", reading=reading, wanted=Wanted())
    assert not holds(undecided.data, "尚凤霞")
    kept = Wanted({name.ref: FileDecision("keep")})
    new = pages.rebuild(data, name="a.pdf", reading=reading, wanted=kept)
    assert "尚凤霞" in readable(new.data)
    assert not holds(new.data, "15900004471")


def test_terms_and_drawn_boxes_go_whatever_the_detector_says():
    data = papers.pdf(
        papers.lines("东风村危房改造", "备注：老槐树旁", "金额 22000", top=150), size=(300, 200)
    )
    reading = pages.read(data, name="a.pdf")
    wanted = Wanted(
        decisions={one.ref: FileDecision("keep") for one in reading.findings},
        drawn={"p1": ((0.0, 0.60, 1.0, 0.70),)},
        terms=("老 槐树",),
    )
    new = pages.rebuild(data, name="a.pdf", reading=reading, wanted=wanted)
    assert not holds(new.data, "老槐树")
    assert new.removed["TERM"] == 1
    assert "危房改造" in readable(new.data)


def test_generalised_text_stands_in_the_text_layer_and_the_twin():
    data = papers.pdf(papers.lines("家庭住址：永胜村3组12号", top=80), size=(300, 120))
    reading = pages.read(data, name="a.pdf", domain="welfare")
    address = next(one for one in reading.findings if one.cls == "ADDRESS_DETAIL")
    wanted = Wanted({address.ref: FileDecision("generalise", "永胜村")})
    new = pages.rebuild(data, name="a.pdf", reading=reading, wanted=wanted)
    assert not holds(new.data, "3组12号")
    assert "永胜村" in new.html
    layer = pypdfium2.PdfDocument(new.data)[0].get_textpage().get_text_range()
    assert "永胜村" in layer


def test_the_new_pdf_is_well_formed_tagged_and_says_its_language():
    data = papers.pdf(papers.lines("临时救助公示", top=80), size=(300, 120), lang="en")
    _, new = rebuilt(data)
    with pikepdf.open(io.BytesIO(new.data)) as document:
        assert document.check_pdf_syntax() == []
        assert str(document.Root.Lang) == "zh-CN"
        assert document.Root.MarkInfo.Marked
        assert dict(document.docinfo) == {"/Title": "附件"}
        assert document.trailer.get("/ID") is None
        element = document.Root.StructTreeRoot.K[0].K[0]
        assert str(element.S) == "/P"


def test_too_many_pages_absurd_sheets_and_passwords_are_refused_at_once():
    many = papers.pdf(*[lambda canvas: None] * 201, size=(100, 100))
    with pytest.raises(Refused, match="200 页"):
        pages.read(many, name="a.pdf")
    with pytest.raises(Refused, match="尺寸"):
        pages.read(papers.pdf(lambda canvas: None, size=(14400, 14400)), name="a.pdf")
    with pikepdf.open(io.BytesIO(many)) as document:
        buffer = io.BytesIO()
        document.save(buffer, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(Refused, match="密码"):
        pages.read(buffer.getvalue(), name="a.pdf")


def test_without_text_recognition_nothing_is_read_or_rebuilt(monkeypatch):
    monkeypatch.setattr("privacy.files.ocr.is_available", lambda: False)
    data = papers.pdf(papers.lines("公示", top=80), size=(200, 100))
    with pytest.raises(Refused, match="requirements-ocr"):
        pages.read(data, name="a.pdf")
