"""The accessible twin of a rebuilt file: its public text as headings and paragraphs."""

from collections.abc import Sequence
from html import escape

from .model import Box
from .pdf_writer import TextRun

ROW = 0.5  # of the line's height: signs further apart vertically are on another line


def page_runs(signs: Sequence[tuple[str, Box | None]]) -> list[TextRun]:
    """The placed signs as runs: a new one where the line or the cell changes."""
    runs: list[TextRun] = []
    text = ""
    boxes: list[Box] = []
    for sign, place in [*signs, ("\n", None)]:
        if place is None or (boxes and not _goes_on(boxes[-1], place)):
            if text.strip():
                runs.append(TextRun(text.rstrip(), _bounds(boxes)))
            text, boxes = "", []
        if place is not None and (text or not sign.isspace()):
            text += sign
            boxes.append(place)
    return runs


def page_html(label: str, text: str) -> str:
    """One page: a heading and a paragraph per line; cells are parted by a wide blank."""
    lines = [line for line in plain(text).split("\n") if line.strip()]
    body = "".join(f"<p>{escape(line.strip())}</p>\n" for line in lines)
    return f"<section>\n<h2>{escape(label)}</h2>\n{body or '<p>（本页没有文字）</p>' + chr(10)}</section>\n"


def plain(text: str) -> str:
    """Text without tabs and without signs that no reader needs."""
    kept = "".join(sign for sign in text if sign in "\n\t" or sign.isprintable())
    return "\n".join(" ".join(filter(None, line.split("\t"))) for line in kept.split("\n"))


def _goes_on(before: Box, place: Box) -> bool:
    height = min(before[3] - before[1], place[3] - place[1])
    shared = min(before[3], place[3]) - max(before[1], place[1])
    return shared >= ROW * height and place[0] >= before[0] - 0.002


def _bounds(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
