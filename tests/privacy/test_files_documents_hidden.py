"""Every place where Word hides text: nothing of it comes out, and what is shown stays."""

import json
from pathlib import Path

import pytest

from .office_files import SHOWN, docx, p, part, r, read, rebuilt, rels, table, traces

NAME, NUMBER, PHONE = "钱桂兰", "220102195503120008", "13900000417"
ATTACHMENTS = Path(__file__).parent / "data" / "attachments"
BODY = p(SHOWN)
STYLES = part(
    "styles",
    '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Child"><w:name w:val="Child"/><w:basedOn w:val="Base"/></w:style>'
    '<w:style w:type="table" w:styleId="Veil"><w:name w:val="Veil"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Pale"><w:name w:val="Pale"/><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>',
)
STYLED = {"parts": {"word/styles.xml": STYLES}, "related": [("s", "styles", "styles.xml")]}


def hidden_by(run: str) -> str:
    return p(NAME + NUMBER, run=run)


DEL = f'<w:del w:id="1" w:author="某"><w:r><w:delText>{NAME}{NUMBER}</w:delText></w:r></w:del>'
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    + r("查看")
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
DRAWING = '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="{name}" descr="{name}" title="{name}"/>{inside}</wp:inline></w:drawing></w:r></w:p>'
BLIP = '<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="i"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'

IN_BODY = {
    "tracked deletion": f"<w:p>{DEL}{r('保留')}</w:p>",
    "deletion around paragraphs": f"<w:del>{p(NAME + NUMBER)}</w:del>",
    "moved away": f"<w:p><w:moveFrom>{r(NAME + NUMBER)}</w:moveFrom></w:p>",
    "vanish": hidden_by("<w:vanish/>"),
    "vanish written out": hidden_by('<w:vanish w:val="true"/>'),
    "vanish by character style": hidden_by('<w:rStyle w:val="Secret"/>'),
    "vanish by inherited paragraph style": p(NAME + NUMBER, '<w:pStyle w:val="Child"/>'),
    "vanish by table style": table([NAME, NUMBER]).replace(
        "<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="Veil"/></w:tblPr>'
    ),
    "white text": hidden_by('<w:color w:val="FFFFFF"/>'),
    "almost white text": hidden_by('<w:color w:val="FDFDFD"/>'),
    "white by theme": hidden_by('<w:color w:val="auto" w:themeColor="background1"/>'),
    "white by style": hidden_by('<w:rStyle w:val="Pale"/>'),
    "black under a black marker": hidden_by('<w:highlight w:val="black"/>'),
    "black on black shading": hidden_by(
        '<w:color w:val="000000"/><w:shd w:val="clear" w:color="auto" w:fill="000000"/>'
    ),
    "one point high": hidden_by('<w:sz w:val="2"/>'),
    "exact line of one point": p(NAME + NUMBER, '<w:spacing w:line="20" w:lineRule="exact"/>'),
    "hidden row": table([NAME, NUMBER], ["甲", "乙"]).replace(
        "<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>", 1
    ),
    "deleted row": table([NAME, NUMBER], ["甲", "乙"]).replace(
        "<w:tr>", '<w:tr><w:trPr><w:del w:id="4"/></w:trPr>', 1
    ),
    "covered by a merged cell": table(["甲", "乙"], [NAME + NUMBER, "丙"])
    .replace("<w:tc>", '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', 1)
    .replace(
        f'<w:tc><w:p><w:r><w:t xml:space="preserve">{NAME}',
        f'<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t xml:space="preserve">{NAME}',
    ),
    "field code": FIELD.format(code=f"INCLUDETEXT C:\\{NAME}{NUMBER}.docx"),
    "mail link code": FIELD.format(code=f'HYPERLINK "mailto:{NAME}{NUMBER}@example.com"'),
    "simple field code": f'<w:p><w:fldSimple w:instr="AUTHOR {NAME}{NUMBER}">{r("某")}</w:fldSimple></w:p>',
    "form field with entries": f'<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:listEntry w:val="{NAME}{NUMBER}"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    "field without an end": f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{r(NAME + NUMBER)}</w:p>',
    "bookmark": f'<w:p><w:bookmarkStart w:id="1" w:name="{NAME}{NUMBER}"/>{r("甲")}<w:bookmarkEnd w:id="1"/></w:p>',
    "alternative text": DRAWING.format(name=NAME + NUMBER, inside=BLIP),
    "hidden shape": f'<w:p><w:r><w:drawing><wp:anchor><wp:docPr id="1" name="a" hidden="1"/><wps:wsp><wps:txbx><w:txbxContent>{p(NAME + NUMBER)}</w:txbxContent></wps:txbx></wps:wsp></wp:anchor></w:drawing></w:r></w:p>',
    "invisible VML shape": f'<w:p><w:r><w:pict><v:shape style="position:absolute;visibility:hidden"><v:textbox><w:txbxContent>{p(NAME + NUMBER)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>',
    "fallback that differs": f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{p("方框")}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{p(NAME + NUMBER)}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>',
    "hint of a content control": f'<w:sdt><w:sdtPr><w:alias w:val="{NAME}"/><w:tag w:val="{NUMBER}"/></w:sdtPr><w:sdtContent>{p("甲")}</w:sdtContent></w:sdt>',
    "revision and paragraph ids": f'<w:p w:rsidR="{NUMBER}" w14x="{NAME}">{r("甲")}</w:p>',
    "style name": p("甲", f'<w:pStyle w:val="{NAME}{NUMBER}"/>'),
    "processing instruction and comment": f"<?{'x'} {NAME}{NUMBER}?><!-- {NAME}{NUMBER} -->",
    "unknown element": f'<x:secret xmlns:x="urn:x">{p(NAME + NUMBER)}</x:secret>',
    "custom attribute": f'<w:p>{r("甲")}<w:permStart w:ed="{NAME}{NUMBER}"/></w:p>',
    "property change": f'<w:p><w:pPr><w:pPrChange w:author="{NAME}{NUMBER}"/></w:pPr>{r("甲")}</w:p>',
}


@pytest.mark.parametrize("place", IN_BODY)
def test_nothing_hidden_in_the_text_comes_out(place):
    data = docx(BODY + IN_BODY[place] + p("以上情况属实。"), **STYLED)
    assert NAME.encode() in b"".join(map(str.encode, IN_BODY.values()))
    result = rebuilt(data)
    assert traces(result, NAME, NUMBER) == []
    if place != "field without an end":
        assert SHOWN in result.text and "以上情况属实" in result.text


SECRET = f"<x>{NAME}{NUMBER}</x>"
IN_PARTS = {
    "comments": ("word/comments.xml", part("comments", p(NAME + NUMBER)), "comments"),
    "threaded comments": ("word/commentsExtended.xml", SECRET, "commentsExtended"),
    "people": ("word/people.xml", SECRET, "people"),
    "glossary": ("word/glossary/document.xml", SECRET, "glossaryDocument"),
    "custom xml": ("customXml/item1.xml", SECRET, "customXml"),
    "author": ("docProps/core.xml", SECRET, ""),
    "company": ("docProps/app.xml", SECRET, ""),
    "own properties": ("docProps/custom.xml", SECRET, ""),
    "thumbnail": ("docProps/thumbnail.jpeg", f"{NAME}{NUMBER}".encode(), ""),
    "variables": (
        "word/settings.xml",
        part("settings", f'<w:docVars><w:docVar w:name="a" w:val="{NAME}{NUMBER}"/></w:docVars>'),
        "settings",
    ),
    "unused header": ("word/header9.xml", part("hdr", p(NAME + NUMBER)), "header"),
    "foot note nobody refers to": (
        "word/footnotes.xml",
        part("footnotes", f'<w:footnote w:id="3">{p(NAME + NUMBER)}</w:footnote>'),
        "footnotes",
    ),
    "picture": ("word/media/image1.png", f"{NAME}{NUMBER}".encode(), "image"),
    "font": ("word/fonts/font1.odttf", f"{NAME}{NUMBER}".encode(), "font"),
    "embedded html": ("word/chunk.html", f"<p>{NAME}{NUMBER}</p>", "aFChunk"),
    "chart": ("word/charts/chart1.xml", SECRET, "chart"),
    "orphan": ("word/old.xml", SECRET, ""),
}


@pytest.mark.parametrize("place", IN_PARTS)
def test_nothing_hidden_in_other_parts_comes_out(place):
    name, content, kind = IN_PARTS[place]
    related = [("x1", kind, name.removeprefix("word/"))] if kind else []
    result = rebuilt(docx(BODY, {name: content}, related))
    assert traces(result, NAME, NUMBER) == []
    assert SHOWN in result.text


def test_a_template_from_outside_and_a_mail_link_are_dropped():
    link = f'<w:p><w:hyperlink r:id="m">{r("写信")}</w:hyperlink></w:p>'
    data = docx(
        BODY + link,
        {"word/settings.xml": part("settings", '<w:attachedTemplate r:id="t"/>'),
         "word/_rels/settings.xml.rels": rels(("t", "attachedTemplate", f"file:///C:/{NAME}.dotx"))},
        [("m", "hyperlink", f"mailto:{PHONE}@example.com"), ("s", "settings", "settings.xml")],
    )  # fmt: skip
    result = rebuilt(data)
    assert traces(result, NAME, PHONE) == []
    assert "写信" in result.text


def test_embedded_documents_leave_a_visible_note():
    result = rebuilt(docx(BODY + '<w:altChunk r:id="c"/>'))
    assert "［嵌入的文件未公开］" in result.text


def test_the_reading_names_the_kinds_that_were_left_behind():
    body = BODY + IN_BODY["tracked deletion"] + IN_BODY["vanish"] + IN_BODY["white text"]
    data = docx(
        body,
        {"word/comments.xml": SECRET, "docProps/core.xml": SECRET, "docProps/thumbnail.jpeg": b"x"},
    )
    dropped = read(data).dropped
    assert {
        "tracked_deletions",
        "hidden_text",
        "invisible_text",
        "comments",
        "metadata",
        "thumbnail",
    } <= set(dropped)


def test_white_letters_on_a_dark_cell_are_shown():
    shaded = (
        '<w:tc><w:tcPr><w:shd w:val="clear" w:fill="1F4E79"/></w:tcPr>'
        + p("项目名称", run='<w:color w:val="FFFFFF"/>')
        + "</w:tc>"
    )
    body = f"<w:tbl><w:tr>{shaded}{shaded}</w:tr><w:tr><w:tc>{p('甲')}</w:tc><w:tc>{p('乙')}</w:tc></w:tr></w:tbl>"
    assert "项目名称" in rebuilt(docx(body)).text


def test_a_switch_turned_off_again_shows_the_text():
    body = p("公示期七天", run='<w:vanish w:val="0"/>') + p("电子显示屏", run="<w:webHidden/>")
    text = rebuilt(docx(body)).text
    assert "公示期七天" in text and "电子显示屏" in text


@pytest.mark.parametrize("file", ["s3_tracked.docx", "s4_hidden.xlsx"])
def test_the_hostile_examples_lose_what_was_planted_and_keep_the_rest(file):
    manifest = json.loads((ATTACHMENTS / "manifest.json").read_text(encoding="utf-8"))
    entry = next(one for one in manifest["files"] if one["file"] == file)
    result = rebuilt((ATTACHMENTS / file).read_bytes(), file)
    assert traces(result, *(one["string"] for one in entry["planted"])) == []
    for kept in entry["must_remain"]:
        assert kept in result.text and kept in result.html


@pytest.mark.parametrize(
    ("shape", "is_shown"),
    [
        ('<wps:spPr><a:solidFill><a:srgbClr val="1F4E79"/></a:solidFill></wps:spPr>', True),
        ('<wps:spPr><a:solidFill><a:schemeClr val="accent1"/></a:solidFill></wps:spPr>', True),
        ('<wps:spPr/><wps:style><a:fillRef idx="1"/></wps:style>', True),
        ('<wps:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></wps:spPr>', False),
        ("<wps:spPr><a:noFill/></wps:spPr>", False),
    ],
)
def test_white_letters_in_a_shape_are_judged_by_its_filling(shape, is_shown):
    letters = p("项目公示牌", run='<w:color w:val="FFFFFF"/>')
    box = f"<wps:txbx><w:txbxContent>{letters}</w:txbxContent></wps:txbx>"
    drawing = f"<w:p><w:r><w:drawing><wps:wsp>{shape}{box}</wps:wsp></w:drawing></w:r></w:p>"
    assert ("项目公示牌" in rebuilt(docx(BODY + drawing)).text) is is_shown
