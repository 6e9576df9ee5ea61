"""QR codes on a page: they are read by machines, so a person does not see what they carry."""

from typing import Any

import numpy as np
from PIL import Image

from .source import Pixels

SMALLEST = 40  # pixels: a smaller square is no code that a telephone reads


def codes_on(picture: Image.Image) -> list[tuple[Pixels, str]]:
    """Place and content ("" when it cannot be decoded) of each QR code."""
    import cv2  # comes with the text recognition

    pixels = np.asarray(picture.convert("L"))
    try:
        found, contents, corners, _ = cv2.QRCodeDetector().detectAndDecodeMulti(pixels)
    except (cv2.error, UnicodeDecodeError):
        return []
    if not found or corners is None:
        return []
    places = [
        (_bounds(four), str(content)) for four, content in zip(corners, contents, strict=False)
    ]
    return [(box, content) for box, content in places if _is_code(box)]


def _is_code(box: Pixels) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) >= SMALLEST and max(width, height) < 2 * min(width, height)


def _bounds(corners: Any) -> Pixels:
    across = [float(corner[0]) for corner in corners]
    down = [float(corner[1]) for corner in corners]
    return min(across), min(down), max(across), max(down)
