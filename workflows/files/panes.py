"""A file on the review screen: its state in words, one page with its boxes, or some passages."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy import masks
from privacy.files.model import Part
from workflows.files import known, places
from workflows.files.known import Attached
from workflows.files.spots import FileReview, FileSpot
from workflows.review.classes import label_of
from workflows.review.rendition import HIDDEN, PassagePair, Piece

PASSAGES = 30  # of a document on one screen
# Kinds of hidden content in the engine's words.
DROPPED = {
    "alt_text": gettext_lazy("图片的替代文字"),
    "charts": gettext_lazy("图表"),
    "comments": gettext_lazy("批注"),
    "covered_cells": gettext_lazy("被合并遮住的格"),
    "custom_xml": gettext_lazy("附加数据"),
    "defined_names": gettext_lazy("命名区域"),
    "embedded_documents": gettext_lazy("嵌入的文件"),
    "field_codes": gettext_lazy("域代码"),
    "formulas": gettext_lazy("公式"),
    "hidden_columns": gettext_lazy("隐藏的列"),
    "hidden_rows": gettext_lazy("隐藏的行"),
    "hidden_shapes": gettext_lazy("隐藏的图形"),
    "hidden_sheet": gettext_lazy("隐藏的工作表"),
    "hidden_text": gettext_lazy("隐藏的文字"),
    "images": gettext_lazy("图片"),
    "invisible_text": gettext_lazy("看不见的文字"),
    "links": gettext_lazy("链接"),
    "metadata": gettext_lazy("文档属性"),
    "phonetic": gettext_lazy("拼音标注"),
    "thumbnail": gettext_lazy("缩略图"),
    "tracked_deletions": gettext_lazy("修订中删去的文字"),
    "unused_headers": gettext_lazy("没有用到的页眉页脚"),
    "bookmarks": gettext_lazy("书签"),
    "connections": gettext_lazy("数据连接"),
    "data_validation": gettext_lazy("下拉列表的选项"),
    "drawings": gettext_lazy("图形"),
    "embedded_objects": gettext_lazy("嵌入的对象"),
    "external": gettext_lazy("对外部文件的引用"),
    "external_links": gettext_lazy("对其他工作簿的引用"),
    "fonts": gettext_lazy("嵌入的字体"),
    "glossary": gettext_lazy("文档部件"),
    "pivot_cache": gettext_lazy("透视表缓存"),
    "print_header": gettext_lazy("打印用的页眉页脚"),
    "revisions": gettext_lazy("共享修订记录"),
    "signature": gettext_lazy("数字签名"),
}
GONE = "［已隐去］"
ROOM = 0.8  # of the page's width: a box that ends before has room for its label on the right


@dataclass(slots=True)
class FileSummary:
    """One file as the review page lists it, without opening the vault."""

    attached: Attached
    review: FileReview | None
    building: str = ""  # how far the public copy is

    @property
    def uploaded(self):
        return self.attached.uploaded

    @property
    def hindrance(self) -> str:
        return known.hindrance(self.attached)

    @property
    def is_broken(self) -> bool:
        return not (self.uploaded.is_ready or self.uploaded.is_under_way)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Words for what was found, the most frequent first."""
        ordered = sorted(self.uploaded.counts.items(), key=lambda pair: -pair[1])
        return [(label_of(cls), n) for cls, n in ordered]

    @property
    def dropped(self) -> list[str]:
        """Hidden content that the copy does not carry over, in words."""
        return [str(DROPPED.get(kind, kind)) for kind in self.uploaded.dropped]

    @property
    def open_count(self) -> int:
        return self.review.open_count if self.review else 0


@dataclass(frozen=True, slots=True)
class PageBox:
    """A box on a page: where it lies, whose it is, and in millimetres for forms."""

    ref: str
    index: int
    left: float
    top: float
    width: float
    height: float
    label: str
    is_open: bool
    is_drawn: bool
    is_kept: bool = False
    number: int = 0
    # Where the label stands: right of the box, or above it near the page's edge.
    label_at: tuple[float, float] = (0, 0)
    mm: tuple[float, float, float, float] = (0, 0, 0, 0)


@dataclass(slots=True)
class PageView:
    """One page: the picture's size in the units of its boxes, its boxes, its spots."""

    number: int
    part: Part
    boxes: list[PageBox] = field(default_factory=list)

    UNIT = 1000  # the page's width in the drawing

    @property
    def height(self) -> int:
        if not self.part.width:
            return round(self.UNIT * 297 / 210)
        return round(self.UNIT * self.part.height / self.part.width)

    @property
    def size_mm(self) -> tuple[int, int]:
        across, down = places.size_mm(self.part)
        return round(across), round(down)


def page_view(review: FileReview, number: int) -> PageView:
    """Page `number` (from 1) of a file made of pages."""
    pages = [part for part in review.reading.parts if part.width]
    view = PageView(number, pages[number - 1])
    here = [spot for spot in review.spots if spot.part == view.part.ref]
    for n, spot in enumerate(here, start=1):
        for index, box in enumerate(spot.boxes):
            view.boxes.append(_box(view, spot.ref, index, box, spot.label, n, spot=spot))
    for n, mark in enumerate(
        (m for m in review.drawn if m.part == view.part.ref), start=len(here) + 1
    ):
        for index, box in enumerate(mark.boxes):
            view.boxes.append(_box(view, mark.ref, index, tuple(box), label_of(mark.cls), n))
    return view


def _box(view: PageView, ref, index, box, label, number, spot: FileSpot | None = None) -> PageBox:
    left, top, right, bottom = box
    unit, height = view.UNIT, view.height
    mm = places.in_mm(view.part, box)
    beside = (right * unit + 8, (top + bottom) / 2 * height + 7)
    above = (left * unit, top * height - 5)
    return PageBox(
        ref,
        index,
        round(left * unit, 1),
        round(top * height, 1),
        round((right - left) * unit, 1),
        round((bottom - top) * height, 1),
        label,
        is_open=spot is not None and spot.is_open,
        is_drawn=spot is None,
        is_kept=spot is not None and spot.action == "keep",
        number=number,
        label_at=tuple(round(value, 1) for value in (beside if right < ROOM else above)),
        mm=tuple(round(value, 1) for value in mm),
    )


def passages(review: FileReview, revealed: frozenset[str]) -> list[PassagePair]:
    """All passages of a document, cut at their spots; hidden values only where revealed."""
    by_part: dict[str, list[FileSpot]] = {}
    for spot in review.spots:
        by_part.setdefault(spot.part, []).append(spot)
    return [
        PassagePair(
            part.ref,
            part.label or _("第 %(n)d 段") % {"n": n},
            "prose",
            _pieces(part.text, by_part.get(part.ref, []), revealed),
        )
        for n, part in enumerate(review.reading.parts, start=1)
        if part.text.strip()
    ]


def _pieces(text: str, spots: list[FileSpot], revealed) -> list[Piece]:
    pieces, last = [], 0
    for spot in spots:
        if spot.start < last:
            continue  # it begins inside another; the engine follows both
        if spot.start > last:
            pieces.append(Piece(text[last : spot.start]))
        in_clear = spot.ref in revealed or spot.proposed == "keep"
        pieces.append(Piece(spot.value if in_clear else HIDDEN, spot, public_of(spot)))
        last = spot.end
    return [*pieces, Piece(text[last:])] if last < len(text) else pieces


def public_of(spot: FileSpot) -> str | None:
    """What will stand in the copy instead; None where nothing is decided."""
    if spot.action == "keep":
        return spot.value
    if spot.action == "mask":
        return masks.mask(spot.cls, spot.value)
    if spot.action == "generalise":
        return spot.mark.replacement if spot.mark else ""
    return GONE if spot.action == "remove" else None
