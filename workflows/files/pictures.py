"""Pictures of pages for the reviewer: in clear for a moment, else with everything covered that is
not decided to stay. The covering happens here, never in the browser."""

import io
from collections.abc import Iterable

from PIL import Image, ImageDraw

from privacy.files import sandbox
from privacy.files.model import Box
from workflows.files.spots import FileReview

COVER = (27, 30, 36)
TOLERANCE = 0.002  # of the page, on every side: strokes reach beyond their places


def clear_picture(data: bytes, name: str, page: int) -> bytes:
    """The page as it is, as PNG."""
    return sandbox.page_picture(data, name=name, page=page)


def covered_picture(data: bytes, name: str, page: int, boxes: Iterable[Box]) -> bytes:
    """The page with these boxes painted over, as PNG."""
    picture = Image.open(io.BytesIO(clear_picture(data, name, page))).convert("RGB")
    draw = ImageDraw.Draw(picture)
    width, height = picture.size
    for left, top, right, bottom in boxes:
        draw.rectangle(
            (
                (left - TOLERANCE) * width,
                (top - TOLERANCE) * height,
                (right + TOLERANCE) * width,
                (bottom + TOLERANCE) * height,
            ),
            fill=COVER,
        )
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def covering(review: FileReview, part: str) -> list[Box]:
    """What is not public of a page now: all findings but those decided to stay, and drawn boxes."""
    boxes = [
        box
        for spot in review.spots
        if spot.part == part and spot.action != "keep"
        for box in spot.boxes
    ]
    boxes += [tuple(box) for mark in review.drawn if mark.part == part for box in mark.boxes]
    return boxes
