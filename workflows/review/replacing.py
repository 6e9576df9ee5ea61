"""What stands in the public text instead of a spot."""

from collections import defaultdict
from collections.abc import Iterable

from privacy import masks
from privacy.findings import GENERALISE, KEEP, MASK, REMOVE
from workflows.review.spots import Spot


def replacements(spots: Iterable[Spot]) -> dict[tuple[str, int, int], str | None]:
    """Text that takes each spot's place by its decision; None where nothing is decided.

    People who look alike once masked get a running number, never more letters (privacy.md §4).
    """
    spots = list(spots)
    numbers = _numbers(spots)
    return {spot.key: _replacement(spot, numbers) for spot in spots}


def _replacement(spot: Spot, numbers: dict[str, str]) -> str | None:
    if spot.action == KEEP:
        return spot.value
    if spot.action == MASK:
        number = numbers.get(_name(spot.value), "") if spot.cls in masks.NAMES else ""
        return masks.mask(spot.cls, spot.value) + number
    if spot.action == GENERALISE:
        return generalised(spot)
    return "" if spot.action == REMOVE else None


def _numbers(spots: list[Spot]) -> dict[str, str]:
    alike: dict[str, dict[str, None]] = defaultdict(dict)
    for spot in spots:
        if spot.action == MASK and spot.cls in masks.NAMES:
            alike[masks.mask(spot.cls, spot.value)][_name(spot.value)] = None
    return {
        name: f"({place})"
        for names in alike.values()
        if len(names) > 1
        for place, name in enumerate(names, start=1)
    }


def _name(value: str) -> str:
    return "".join(value.split())


def generalised(spot: Spot) -> str:
    stored = spot.decision.replacement if spot.decision else ""
    return stored or proposed_generalisation(spot)


def proposed_generalisation(spot) -> str:
    """The coarser value of the masks, or "" where only a person can say it."""
    coarser = masks.generalise(spot.cls, spot.value)
    return "" if coarser == spot.value else coarser
