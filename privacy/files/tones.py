"""Ink against the paper around it, whatever the colours: pale grey on white, white on black."""

import numpy as np
from PIL import Image

from .source import Pixels

SHARE = 0.4  # of the strongest contrast at a place: what counts as ink there
LEAST = 10  # grey levels below which nothing is ink
STRONGEST = 99.5  # percentile, so that single specks do not decide
DARK = 160  # grey level of ink on white paper
BLANK = 0.015  # share of ink up to which a column counts as free; a thin stroke like 一 is more


class Tones:
    """The grey levels of a drawn page."""

    def __init__(self, picture: Image.Image):
        self.grey = np.asarray(picture.convert("L"), dtype=np.int16)

    def columns(self, box: Pixels, beyond: int = 0) -> tuple[np.ndarray, int]:
        """Share of ink in each column of the box, `beyond` further on both sides, and the first
        column's number."""
        left, top, right, bottom = self._cut(box, beyond)
        crop = self.grey[top:bottom, left:right]
        if not crop.size:
            return np.zeros(0), left
        contrast = np.abs(crop - int(np.median(crop)))
        ink = contrast > max(SHARE * float(np.percentile(contrast, STRONGEST)), LEAST)
        return ink.mean(axis=0), left

    def dark(self, box: Pixels) -> np.ndarray:
        """True where the box is dark, a copy."""
        left, top, right, bottom = self._cut(box, 0)
        return np.asarray(self.grey[top:bottom, left:right] < DARK)

    def _cut(self, box: Pixels, beyond: int) -> tuple[int, int, int, int]:
        height, width = self.grey.shape
        left, top, right, bottom = (round(edge) for edge in box)
        return (
            min(max(left - beyond, 0), width),
            min(max(top, 0), height),
            max(min(right + beyond, width), 0),
            max(min(bottom, height), 0),
        )
