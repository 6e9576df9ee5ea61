"""Reading order, cells, broken values and long numbers, without recognising anything."""

import pytest
from PIL import Image, ImageDraw

from privacy.files.boxes import around, covers, fractions, merged, pixels, snapped
from privacy.files.broken_lines import joined
from privacy.files.layout import arranged
from privacy.files.long_numbers import long_numbers
from privacy.files.model import FileDecision, FileFinding, Part, Reading, Rebuilt, Wanted
from privacy.files.needle_places import places_of
from privacy.files.ocr import Line, Recognised
from privacy.files.own_text import merge
from privacy.files.source import OwnChar
from privacy.files.tones import Tones
from privacy.files.wire import (
    reading_in,
    reading_out,
    rebuilt_in,
    rebuilt_out,
    wanted_in,
    wanted_out,
)


def line(text: str, left: float, top: float, *, size=20.0, certainty=0.99) -> Line:
    """A line of square signs."""
    places = tuple(
        (left + place * size, top, left + (place + 1) * size, top + size)
        for place in range(len(text))
    )
    return Line(text, places, (left, top, left + len(text) * size, top + size), certainty)


@pytest.fixture
def blank() -> Tones:
    """A page without a single white gap: nothing is parted by its picture."""
    return Tones(Image.effect_noise((1000, 1000), 200))


def test_cells_of_a_row_are_parted_by_tabs_and_empty_ones_are_kept(blank):
    lines = [
        line("姓名", 0, 0), line("电话", 300, 0), line("金额", 600, 0),
        line("张三", 0, 40), line("1200", 600, 40),
    ]  # fmt: skip
    assert arranged(lines, blank).text == "姓名\t电话\t金额\n张三\t\t1200"


def test_each_sign_has_the_place_it_was_read_at(blank):
    page = arranged([line("姓名", 0, 0), line("电话", 300, 0)], blank)
    assert page.places[page.text.index("电")] == (300, 0, 320, 20)
    assert page.places[page.text.index("\t")] is None
    assert len(page.places) == len(page.text)


def test_two_columns_of_prose_are_read_one_after_the_other(blank):
    left = [line("左边栏目的一行完整文字内容", 0, row * 30, size=15) for row in range(5)]
    right = [line("右边栏目的一行完整文字内容", 400, row * 30, size=15) for row in range(5)]
    text = arranged([*right, *left], blank).text
    assert text.index("右") > text.rindex("左")


def test_a_rule_between_two_signs_parts_cells_that_were_read_as_one():
    picture = Image.new("L", (200, 40), 255)
    draw = ImageDraw.Draw(picture)
    for left in (2, 22, 62, 82):
        draw.rectangle((left, 12, left + 14, 26), fill=0)
    draw.line((50, 0, 50, 40), fill=0, width=2)
    places = tuple((float(left), 5.0, left + 18.0, 35.0) for left in (0, 20, 60, 80))
    read = Line("序号姓名", places, (0, 5, 98, 35), 0.9)
    assert [cell.text for cell in arranged([read], Tones(picture)).lines] == ["序号", "姓名"]


def test_a_number_broken_over_two_lines_is_joined_under_its_header(blank):
    page = arranged(
        [line("证件号", 0, 0), line("220182195503", 0, 24), line("120003", 0, 48)], blank
    )
    copies = joined(page)
    start = copies.text.index("220182195503120003")
    signs = copies.crossing(start, start + 18)
    assert "".join(page.text[place] for place in signs) == "220182195503120003"
    assert copies.crossing(start, start + 12) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3220182195503120003622848000000111", ["RESIDENT_ID"]),
        ("6228480000001112", ["BANK_ACCOUNT"]),
        ("139000012343人", ["PERSONAL_PHONE"]),
        ("身份证号 22018219550312", ["RESIDENT_ID"]),
        ("统一社会信用代码：912201010000000000", []),
        ("项目编号 2021000000000000001", []),
        ("合计1234567.00元，共3人", []),
        ("2021年4月1日 12345", []),
    ],
)
def test_long_numbers_without_a_name_are_taken_for_a_persons(text, expected):
    assert [cls for _, _, cls in long_numbers(text)] == expected


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("张三", "张 三", True),
        ("张三", "张\n三丰", True),
        ("220182", "２２０１８２", True),
        ("120", "金额1200元", False),
        ("1200", "金额 1200 元", True),
        ("甲", "甲乙丙", False),
    ],
)
def test_terms_are_found_in_any_spacing_and_width_but_not_inside_numbers(term, text, found):
    assert bool(places_of([term], text)) is found


def test_own_signs_replace_what_was_misread_where_the_line_agrees():
    read = Recognised((line("修桂兰1200元整公示", 0, 0),), 0, (400, 40))
    own = [
        OwnChar(s, (i * 20, 0, i * 20 + 20, 20), True) for i, s in enumerate("佟桂兰1200元整公示")
    ]
    assert merge(read, own).lines[0].text == "佟桂兰1200元整公示"


def test_own_signs_that_cannot_be_seen_or_do_not_agree_are_ignored():
    read = Recognised((line("救助金额一千二百元", 0, 0),), 0, (400, 40))
    hidden = [OwnChar("密", (i * 20, 0, i * 20 + 20, 20), False) for i in range(9)]
    other = [OwnChar("异", (i * 20, 0, i * 20 + 20, 20), True) for i in range(9)]
    assert merge(read, hidden).lines[0].text == "救助金额一千二百元"
    assert merge(read, other).lines[0].text == "救助金额一千二百元"


def test_boxes_follow_lines_and_reach_to_the_next_white():
    places = [(0, 0, 10, 10), (10, 0, 20, 10), None, (0, 20, 10, 30)]
    assert around(places) == [(0, 0, 20, 10), (0, 20, 10, 30)]
    picture = Image.new("L", (100, 20), 255)
    ImageDraw.Draw(picture).rectangle((30, 4, 52, 16), fill=0)
    left, _, right, _ = snapped((34, 2, 50, 18), Tones(picture))
    assert left < 30
    assert right > 52


def test_boxes_in_fractions_come_back_as_whole_pixels_around_them():
    box = fractions((10.4, 3, 50.2, 9), (100, 50))
    left, top, right, bottom = pixels(box, (100, 50))
    assert (left, top) <= (10.4, 3)
    assert (right, bottom) >= (50.2, 9)
    assert covers([box], box)
    assert merged([box, box, (0.0, 0.0, 1.0, 1.0)]) == ((0.0, 0.0, 1.0, 1.0),)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_places_in_a_turned_picture_are_found_again(turn):
    read = Recognised((), turn, (120, 70))
    box = (10.0, 5.0, 30.0, 12.0)
    assert read.upright(read.turned(box)) == box


def test_readings_wishes_and_answers_cross_the_border_unchanged():
    finding = FileFinding("p1:0-2", "p1", 0, 2, "X", "mask", 0.5, "因", ((0.1, 0.2, 0.3, 0.4),))
    reading = Reading("pdf", (Part("p1", "张三", "第1页", 9, 9, ((0.1, 0.2, 0.3, 0.4), None)),), (finding,), ("批注",))  # fmt: skip
    wanted = Wanted({"p1:0-2": FileDecision("keep")}, {"p1": ((0.0, 0.0, 1.0, 1.0),)}, ("甲乙",))
    rebuilt = Rebuilt(b"x", ".pdf", "application/pdf", "<p>", "t", 1, {"X": 1})
    assert reading_in(reading_out(reading)) == reading
    assert wanted_in(wanted_out(wanted)) == wanted
    assert rebuilt_in(rebuilt_out(rebuilt), b"x") == rebuilt
