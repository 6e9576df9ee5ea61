"""Scans: found in the pixels, in tables and forms, sideways, faint; painted so that nobody reads."""

import io

import cv2
import numpy as np
import pytest
import segno
from PIL import Image, ImageDraw

from privacy.files import pages
from privacy.files.model import FileDecision, Wanted

from . import papers
from .inside import holds, readable

SMALL = (900, 480)
ID = "220721196602020006"


def rebuilt(data: bytes, name: str = "a.pdf"):
    reading = pages.read(data, name=name, domain="welfare")
    wanted = Wanted({one.ref: FileDecision(one.action) for one in reading.findings})
    return reading, pages.rebuild(data, name=name, reading=reading, wanted=wanted)


def test_a_worn_scan_of_a_form_loses_its_values_and_keeps_its_labels():
    picture = papers.scan(
        "医疗救助申请表", "姓名：尚凤霞", f"身份证：{ID}", "疾病：慢性肾炎", "电话：159 0000 4471",
        size=SMALL, points=32, left=60, top=30, noise=35, angle=0.7,
    )  # fmt: skip
    data = papers.scanned_pdf(picture)
    reading, new = rebuilt(data)
    assert reading.kind == "scan"
    for value in ("尚凤霞", ID, "慢性肾炎", "15900004471"):
        assert not holds(new.data, value), value
    text = readable(new.data)
    assert "医疗救助申请表" in text
    assert "疾病" in text
    assert len(new.data) <= 3 * len(data)


def test_a_number_broken_over_the_lines_of_a_cell_goes_and_the_amounts_stay():
    rows = [
        ["序号", "姓名", "身份证号码", "金额"],
        ["1", "滕秀珍", "220182195503\n120003", "1200"],
        ["2", "匡宝林", "220283194911\n230004", "800"],
    ]
    picture = papers.table_scan(rows, [100, 160, 300, 160]).crop((0, 60, 900, 400))
    reading, new = rebuilt(papers.scanned_pdf(picture))
    for value in ("滕秀珍", "匡宝林", "220182195503", "120003", "230004"):
        assert not holds(new.data, value), value
    assert "1200" in readable(new.data)
    assert "1200" in new.text
    assert reading.parts[0].text.startswith("序号\t姓名\t身份证号码\t金额")


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_scan_lying_on_its_side_or_head_is_read_all_the_same(angle):
    picture = papers.scan(
        "医疗救助申请表公示",
        "救助对象姓名：尚凤霞",
        f"身份证：{ID}",
        size=(800, 320),
        left=40,
        top=30,
    ).rotate(angle, expand=True)
    reading, new = rebuilt(papers.saved(picture, "PNG"), "a.png")
    assert "医疗救助申请表公示" in reading.parts[0].text
    part = reading.parts[0]
    place = part.places[part.text.index("尚")]
    assert place is not None
    assert not holds(new.data, "尚凤霞")
    assert not holds(new.data, ID)
    assert "医疗救助申请表" in readable(new.data)


def test_faint_writing_and_dark_writing_on_dark_ground_are_found():
    picture = papers.scan("医疗救助公示", size=SMALL, left=60, top=30)
    draw = ImageDraw.Draw(picture)
    draw.text((60, 140), "姓名：瞿立群 13500003393", font=papers.font(30), fill=205)
    draw.rectangle((40, 240, 700, 330), fill=0)
    draw.text((60, 260), "姓名：岑淑贤 13500003394", font=papers.font(30), fill=50)
    _, new = rebuilt(papers.saved(picture, "PNG"), "a.png")
    for value in ("瞿立群", "13500003393", "岑淑贤", "13500003394"):
        assert not holds(new.data, value), value
    assert "医疗救助公示" in readable(new.data)


def test_a_signature_beside_its_label_is_proposed_for_removal_by_place():
    picture = papers.scan("医疗救助申请表", "申请人签名：", size=SMALL, left=60, top=30)
    draw = ImageDraw.Draw(picture)
    draw.line([(300, 130), (340, 95), (360, 135), (400, 90), (450, 130)], fill=0, width=5)
    reading, new = rebuilt(papers.saved(picture, "PNG"), "a.png")
    found = [one for one in reading.findings if one.cls == "BIOMETRIC"]
    assert found
    assert found[0].boxes[0][0] > 0.25
    assert "签名" in new.text


def test_a_value_found_on_one_page_is_followed_to_the_others():
    first = papers.scan("姓名：尚凤霞", size=(600, 160), left=30, top=30)
    second = papers.scan("经核查尚凤霞符合条件", size=(600, 160), left=30, top=30)
    reading, new = rebuilt(papers.scanned_pdf(first, second))
    assert {one.part for one in reading.findings} == {"p1", "p2"}
    assert not holds(new.data, "尚凤霞")
    assert new.pages == 2
    assert new.html.count("<h2>") == 2


def test_a_qr_code_with_personal_data_is_hidden_and_one_with_an_address_of_the_site_stays():
    picture = papers.scan("医疗救助公示", size=(900, 420), left=60, top=20).convert("L")
    for place, content in ((60, f"https://example.org/i/1?n={ID}"), (500, "https://example.org/")):
        code = io.BytesIO()
        segno.make(content, error="m", micro=False).save(code, kind="png", scale=7, border=4)
        picture.paste(Image.open(code).convert("L"), (place, 110))
    reading, new = rebuilt(papers.saved(picture, "PNG"), "a.png")
    actions = sorted(one.action for one in reading.findings if "二维码" in one.reason)
    assert actions == ["keep", "remove"]
    shown = np.asarray(Image.open(io.BytesIO(new.data)).convert("L"))
    contents = cv2.QRCodeDetector().detectAndDecodeMulti(shown)[1]
    assert [content for content in contents if content] == ["https://example.org/"]
