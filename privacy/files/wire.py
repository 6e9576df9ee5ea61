"""Readings, wishes and answers as plain JSON values: what crosses the border of the child process.

Nothing is unpickled: the child has read a stranger's file and is not trusted either.
"""

from dataclasses import asdict
from typing import Any

from .model import Box, FileDecision, FileFinding, Part, Reading, Rebuilt, Wanted

FINE = 5  # decimals of a place: a hundredth of a pixel


def reading_out(reading: Reading) -> dict[str, Any]:
    """A reading as JSON values; `reading_in` reads it back unchanged (places rounded)."""
    return {
        "kind": reading.kind,
        "parts": [
            {
                "ref": part.ref,
                "text": part.text,
                "label": part.label,
                "width": part.width,
                "height": part.height,
                "places": [
                    place and [round(edge, FINE) for edge in place] for place in part.places
                ],
            }
            for part in reading.parts
        ],
        "findings": [asdict(finding) for finding in reading.findings],
        "dropped": list(reading.dropped),
    }


def reading_in(value: dict[str, Any]) -> Reading:
    """The reading that `reading_out` wrote; TypeError or ValueError when it is none."""
    return Reading(
        kind=str(value["kind"]),
        parts=tuple(_part(part) for part in value["parts"]),
        findings=tuple(_finding(finding) for finding in value["findings"]),
        dropped=tuple(map(str, value["dropped"])),
    )


def wanted_out(wanted: Wanted) -> dict[str, Any]:
    return {
        "decisions": {ref: asdict(decision) for ref, decision in wanted.decisions.items()},
        "drawn": {ref: [list(box) for box in boxes] for ref, boxes in wanted.drawn.items()},
        "terms": list(wanted.terms),
    }


def wanted_in(value: dict[str, Any]) -> Wanted:
    return Wanted(
        decisions={
            str(ref): FileDecision(str(one["action"]), str(one["text"]), _boxes(one["boxes"]))
            for ref, one in value["decisions"].items()
        },
        drawn={str(ref): _boxes(boxes) for ref, boxes in value["drawn"].items()},
        terms=tuple(map(str, value["terms"])),
    )


def rebuilt_out(rebuilt: Rebuilt) -> dict[str, Any]:
    """Everything but the bytes of the file, which travel beside it."""
    return {
        "suffix": rebuilt.suffix,
        "media_type": rebuilt.media_type,
        "html": rebuilt.html,
        "text": rebuilt.text,
        "pages": rebuilt.pages,
        "removed": rebuilt.removed,
    }


def rebuilt_in(value: dict[str, Any], content: bytes) -> Rebuilt:
    return Rebuilt(
        data=content,
        suffix=str(value["suffix"]),
        media_type=str(value["media_type"]),
        html=str(value["html"]),
        text=str(value["text"]),
        pages=int(value["pages"]),
        removed={str(cls): int(count) for cls, count in value["removed"].items()},
    )


def _part(value: dict[str, Any]) -> Part:
    return Part(
        ref=str(value["ref"]),
        text=str(value["text"]),
        label=str(value["label"]),
        width=int(value["width"]),
        height=int(value["height"]),
        places=tuple(place and _box(place) for place in value["places"]),
    )


def _finding(value: dict[str, Any]) -> FileFinding:
    return FileFinding(
        ref=str(value["ref"]),
        part=str(value["part"]),
        start=int(value["start"]),
        end=int(value["end"]),
        cls=str(value["cls"]),
        action=str(value["action"]),
        confidence=float(value["confidence"]),
        reason=str(value["reason"]),
        boxes=_boxes(value["boxes"]),
    )


def _boxes(values: list[list[float]]) -> tuple[Box, ...]:
    return tuple(_box(value) for value in values)


def _box(value: list[float]) -> Box:
    left, top, right, bottom = map(float, value)
    return left, top, right, bottom
