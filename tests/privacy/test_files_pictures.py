"""Picture files: only pixels are taken; tags, thumbnails and positions stay behind."""

import io

import pytest
from PIL import Image, PngImagePlugin

from privacy.files import pages
from privacy.files.model import FileDecision, Refused, Wanted

from . import papers
from .inside import holds, raw, readable

SIZE = (700, 200)


def rebuilt(data: bytes, name: str):
    reading = pages.read(data, name=name, domain="disaster")
    wanted = Wanted({one.ref: FileDecision(one.action) for one in reading.findings})
    return reading, pages.rebuild(data, name=name, reading=reading, wanted=wanted)


def photo(*texts: str) -> Image.Image:
    return papers.scan(*texts, size=SIZE, left=30, top=20).convert("RGB")


def test_exif_position_comment_and_thumbnail_stay_behind():
    exif = Image.Exif()
    exif[315] = "摄影滕秀珍"
    exif[40092] = "岑淑贤13500003390".encode("utf-16-le")
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 56.0, 25.0), 3: "E", 4: (126.0, 25.0, 18.0)})
    data = papers.saved(photo("救灾物资发放现场"), "JPEG", exif=exif, comment="备注尚凤霞".encode())
    reading, new = rebuilt(data, "a.jpg")
    assert {"拍摄信息（EXIF）", "拍摄位置（GPS）"} <= set(reading.dropped)
    for value in ("滕秀珍", "岑淑贤", "13500003390", "尚凤霞"):
        assert not holds(new.data, value, by_eye=False)
    assert b"Exif" not in raw(new.data)
    assert (new.suffix, new.media_type) == (".jpg", "image/jpeg")
    assert "救灾物资发放现场" in readable(new.data)


def test_the_orientation_tag_is_carried_out_and_dropped():
    exif = Image.Exif()
    exif[274] = 6
    data = papers.saved(
        photo("救灾现场", "户主电话15900004471").rotate(90, expand=True), "JPEG", exif=exif
    )
    reading, new = rebuilt(data, "a.jpg")
    assert (reading.parts[0].width, reading.parts[0].height) == SIZE
    assert not holds(new.data, "15900004471")
    assert Image.open(io.BytesIO(new.data)).getexif().get(274) is None


def test_a_tiff_of_several_pages_becomes_a_pdf():
    first, second = (photo(text).convert("L") for text in ("救助公示第一页", "户主：尚凤霞"))
    data = papers.saved(first, "TIFF", save_all=True, append_images=[second])
    reading, new = rebuilt(data, "a.tif")
    assert len(reading.parts) == 2
    assert new.suffix == ".pdf"
    assert not holds(new.data, "尚凤霞")
    assert "救助公示第一页" in readable(new.data)


@pytest.mark.parametrize(
    ("form", "mode"),
    [("JPEG", "CMYK"), ("PNG", "RGBA"), ("PNG", "P"), ("BMP", "RGB"), ("WEBP", "RGB")],
)
def test_other_forms_and_colour_models_are_read(form, mode):
    data = papers.saved(photo("救灾物资", "电话15900004471").convert(mode), form)
    reading, new = rebuilt(data, f"a.{form.lower()}")
    assert "救灾物资" in reading.parts[0].text
    assert not holds(new.data, "15900004471")
    assert new.suffix in (".png", ".jpg")


def test_pixels_under_full_transparency_do_not_come_back():
    picture = photo("救灾物资", "电话15900004471").convert("RGBA")
    picture.paste((255, 255, 255, 0), (0, 75, *SIZE))
    pixels = picture.load()
    for across in range(0, SIZE[0], 3):
        pixels[across, 100] = (0, 0, 0, 0)
    data = papers.saved(picture, "PNG")
    _, new = rebuilt(data, "a.png")
    assert Image.open(io.BytesIO(new.data)).mode in ("RGB", "P", "L", "1")
    assert "救灾物资" in readable(new.data)


def test_text_chunks_of_a_png_and_further_frames_stay_behind():
    info = PngImagePlugin.PngInfo()
    info.add_itxt("Comment", "备注尚凤霞")
    data = papers.saved(
        photo("救灾物资"), "PNG", pnginfo=info, save_all=True, append_images=[photo("户主：滕秀珍")]
    )
    reading, new = rebuilt(data, "a.png")
    assert not holds(new.data, "尚凤霞")
    assert not holds(new.data, "滕秀珍")
    assert "动画或附加画面" in reading.dropped


def test_a_picture_of_huge_dimensions_is_refused_before_it_is_unpacked():
    bomb = io.BytesIO()
    Image.new("1", (30000, 30000)).save(bomb, "PNG")
    with pytest.raises(Refused, match="像素"):
        pages.read(bomb.getvalue(), name="a.png")


def test_a_truncated_picture_is_refused():
    data = papers.saved(photo("救灾物资"), "JPEG")
    with pytest.raises(Refused):
        pages.read(data[: len(data) // 2], name="a.jpg")


def test_the_screen_picture_is_a_small_png():
    shown = pages.page_picture(papers.saved(photo("救灾物资"), "JPEG"), name="a.jpg", page=1)
    picture = Image.open(io.BytesIO(shown))
    assert picture.format == "PNG"
    assert picture.width < SIZE[0]
