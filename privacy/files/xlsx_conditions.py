"""Conditional formats that hide: white letters or `;;;` under a condition that we can tell.

Conditions always met and comparisons with a number are worked out; a formula is not: its cells
count as shown, and the detector reads them.
"""

from dataclasses import dataclass, field

from .xlsx_styles import Looks

ALWAYS = frozenset(("TRUE", "TRUE()", "1", "1=1", "=TRUE", "=1"))
COMPARED = {
    "equal": lambda value, limit: value == limit,
    "notEqual": lambda value, limit: value != limit,
    "greaterThan": lambda value, limit: value > limit,
    "greaterThanOrEqual": lambda value, limit: value >= limit,
    "lessThan": lambda value, limit: value < limit,
    "lessThanOrEqual": lambda value, limit: value <= limit,
}
MOST_RULES = 500
Area = tuple[int, int, int, int]


@dataclass(slots=True)
class Rule:
    """One hiding rule: its areas, how it compares, and with what."""

    areas: list[Area]
    kind: str
    operator: str
    formula: str = ""

    def hides(self, place: tuple[int, int], value: str) -> bool:
        row, column = place
        inside = any(a <= row <= c and b <= column <= d for a, b, c, d in self.areas)
        return inside and self._is_met(value)

    def _is_met(self, value: str) -> bool:
        if self.kind == "expression":
            return self.formula.upper().replace(" ", "") in ALWAYS
        if self.kind in ("notContainsBlanks", "notContainsErrors"):
            return True
        number, limit = _number(value), _number(self.formula)
        compare = COMPARED.get(self.operator)
        return (
            self.kind == "cellIs"
            and None not in (number, limit)
            and compare is not None
            and compare(number, limit)
        )


@dataclass(slots=True)
class Conditions:
    """Gathers the hiding rules of one sheet from its stream."""

    looks: Looks
    rules: list[Rule] = field(default_factory=list)
    _areas: list[Area] = field(default_factory=list)
    _is_open: bool = False

    def begin(self, areas: list[Area]) -> None:
        self._areas = areas

    def rule(self, attributes: dict[str, str]) -> None:
        hides = self.looks.hides(attributes.get("dxfId", ""))
        self._is_open = hides and len(self.rules) < MOST_RULES
        if self._is_open:
            self.rules.append(
                Rule(self._areas, attributes.get("type", ""), attributes.get("operator", ""))
            )

    def formula(self, text: str) -> None:
        if self._is_open:
            self.rules[-1].formula += text

    def end(self) -> None:
        self._is_open = False

    def hide(self, place: tuple[int, int], value: str) -> bool:
        return any(rule.hides(place, value) for rule in self.rules)


def _number(value: str) -> float | None:
    try:
        return float(value.replace(",", ""))
    except ValueError:
        return None
