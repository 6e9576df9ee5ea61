"""Text in pictures, with a box for each character; the models lie in the installed package.

Without the package scans cannot be read, and nothing unread is published (I6).
"""

from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from .model import Unreadable
from .source import Pixels

MISSING = (
    "未安装文字识别组件，扫描件、图片和 PDF 无法审查。"
    "请管理员安装 requirements-ocr.txt 中的 rapidocr 与 onnxruntime 后重试。"
)
LONGEST_SIDE = 4000  # pixels given to the recogniser
SLANT = 1.5  # height to width of a line that runs downwards
DOUBTFUL = 0.80  # mean certainty below which other orientations are tried
TURNS = (90, 180, 270)
BETTER = 1.15  # how much better another orientation must be
PALE, DEEP = (165, 238), (12, 100)  # grey levels of faint text on white, of dark text on black
TRACE = 150  # pixels: less than two faint signs
CLEAR = 0.6  # certainty of a line that only such tones show


@dataclass(frozen=True, slots=True)
class Line:
    """One recognised line: a place for each sign of `text`, and how certain (0..1) it is."""

    text: str
    places: tuple[Pixels, ...]
    box: Pixels
    certainty: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """Lines in the coordinates of the picture turned counter-clockwise by `turn` degrees."""

    lines: tuple[Line, ...]
    turn: int
    size: tuple[int, int]

    def upright(self, box: Pixels) -> Pixels:
        """The place in the picture as it was given."""
        width, height = self.size
        left, top, right, bottom = box
        if self.turn == 90:
            return width - bottom, left, width - top, right
        if self.turn == 180:
            return width - right, height - bottom, width - left, height - top
        if self.turn == 270:
            return top, height - right, bottom, height - left
        return box

    def turned(self, box: Pixels) -> Pixels:
        """The place in the turned picture: the inverse of `upright`."""
        width, height = self.size
        left, top, right, bottom = box
        if self.turn == 90:
            return top, width - right, bottom, width - left
        if self.turn == 180:
            return width - right, height - bottom, width - left, height - top
        if self.turn == 270:
            return height - bottom, left, height - top, right
        return box


def is_available() -> bool:
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def recognise(picture: Image.Image, *, turn: int | None = None) -> Recognised:
    """All lines of an RGB picture; the orientation is found unless `turn` gives it."""
    if turn is not None:
        return Recognised(_lines(_turned(picture, turn)), turn, picture.size)
    found = Recognised(_lines(picture), 0, picture.size)
    if not _is_doubtful(found.lines):
        return found
    best, best_score = found, _score(found.lines) * BETTER
    for angle in TURNS:
        other = Recognised(_lines(_turned(picture, angle)), angle, picture.size)
        if _score(other.lines) > best_score:
            best, best_score = other, _score(other.lines)
    return best


def recognise_all(picture: Image.Image) -> Recognised:
    """Like `recognise`, and then what only shows when pale or very dark tones are spread."""
    read = recognise(picture)
    grey = _turned(picture, read.turn).convert("L")
    for low, high in (PALE, DEEP):
        if _has_more(grey, read.lines, low, high):
            spread = grey.point([_level(level, low, high) for level in range(256)])
            more = [line for line in _lines(spread.convert("RGB")) if _is_new(line, read.lines)]
            read = replace(read, lines=(*read.lines, *more))
    return read


def _level(level: int, low: int, high: int) -> int:
    return max(0, min(255, (level - low) * 255 // (high - low)))


def _has_more(grey: Image.Image, lines: tuple[Line, ...], low: int, high: int) -> bool:
    """Whether tones of this range stand outside the lines that were read."""
    levels = np.asarray(grey)
    inside = (levels > low) & (levels < high)
    for line in lines:
        left, top, right, bottom = (max(round(edge), 0) for edge in line.box)
        inside[top:bottom, left:right] = False
    return int(inside.sum()) >= TRACE


def _is_new(line: Line, known: tuple[Line, ...]) -> bool:
    return line.certainty >= CLEAR and all(_shared(line.box, one.box) < 0.3 for one in known)


def _shared(one: Pixels, other: Pixels) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    area = max((one[2] - one[0]) * (one[3] - one[1]), 1e-6)
    return max(width, 0.0) * max(height, 0.0) / area


def _turned(picture: Image.Image, turn: int) -> Image.Image:
    return picture.rotate(turn, expand=True) if turn else picture


def _is_doubtful(lines: tuple[Line, ...]) -> bool:
    if not lines:
        return False
    upright = [line for line in lines if not _runs_down(line.box)]
    if len(upright) * 2 < len(lines):
        return True
    return sum(line.certainty for line in lines) / len(lines) < DOUBTFUL


def _score(lines: tuple[Line, ...]) -> float:
    return sum(
        line.certainty**2 * len(line.text) * (0.5 if _runs_down(line.box) else 1) for line in lines
    )


def _runs_down(box: Pixels) -> bool:
    return box[3] - box[1] > SLANT * (box[2] - box[0])


def _lines(picture: Image.Image) -> tuple[Line, ...]:
    engine = _engine()
    pixels = np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
    answer = engine(pixels, return_word_box=True, return_single_char_box=True)
    if answer.boxes is None or answer.txts is None:
        return ()
    words = answer.word_results or ()
    matched = words if len(words) == len(answer.txts) else [()] * len(answer.txts)
    rows = zip(answer.txts, answer.boxes, answer.scores, matched, strict=True)
    return tuple(_line(str(text), box, float(score), signs) for text, box, score, signs in rows)


def _line(text: str, corners: Any, score: float, signs: Any) -> Line:
    box = _bounds(corners)
    if _runs_down(box) and len(text) > 1:
        return Line(text, (box,) * len(text), box, score)  # single places are not reliable
    return Line(text, _places(text, signs, box), box, score)


def _places(text: str, signs: Any, box: Pixels) -> tuple[Pixels, ...]:
    """One box per sign of `text`; blanks and signs the engine gives no box lie in between."""
    left, top, right, bottom = box
    known: list[Pixels | None] = []
    rest = [(str(sign[0]), sign[2]) for sign in signs]
    for sign in text:
        if rest and rest[0][0] == sign:
            across = [float(corner[0]) for corner in rest.pop(0)[1]]
            known.append((max(min(across), left), top, min(max(across), right), bottom))
        else:
            known.append(None)
    if rest and known:  # out of step: spread evenly rather than guess
        step = (right - left) / len(text)
        return tuple(
            (left + place * step, top, left + (place + 1) * step, bottom)
            for place in range(len(text))
        )
    return tuple(_filled(known, box))


def _filled(known: list[Pixels | None], box: Pixels) -> list[Pixels]:
    left, top, right, bottom = box
    places = []
    for index, place in enumerate(known):
        if place is None:
            before = next((one[2] for one in reversed(known[:index]) if one), left)
            after = next((one[0] for one in known[index + 1 :] if one), right)
            place = min(before, after), top, max(before, after), bottom
        places.append(place)
    return places


def _bounds(corners: Any) -> Pixels:
    across = [float(corner[0]) for corner in corners]
    down = [float(corner[1]) for corner in corners]
    return min(across), min(down), max(across), max(down)


@cache
def _engine() -> Any:
    """Loaded once per process, from files only: naming the models keeps it from looking further."""
    if not is_available():
        raise Unreadable(MISSING)
    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    models = {
        part: next(iter(sorted(folder.glob(f"*_{part}_*.onnx"))), None) for part in ("det", "rec")
    }
    if None in models.values():
        raise Unreadable(MISSING)
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.text_score": 0.0,  # doubtful lines are shown to the reviewer, not dropped
            "Global.max_side_len": LONGEST_SIDE,
            "Det.model_path": str(models["det"]),
            "Rec.model_path": str(models["rec"]),
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
