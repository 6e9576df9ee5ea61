"""What a place of the text, a place of a file and a column of a list have in common."""

from workflows.review.classes import label_of, needs_ground


class Decidable:
    """Has `cls`, `proposed` and `decision` (a row with an action, or None)."""

    __slots__ = ()

    @property
    def label(self) -> str:
        return label_of(self.cls) if self.cls else ""

    @property
    def action(self) -> str:
        """What was decided; a proposal to keep (an office's telephone) stands without a click."""
        if self.decision is not None:
            return self.decision.action
        return "keep" if self.proposed == "keep" else ""

    @property
    def is_open(self) -> bool:
        return not self.action

    @property
    def is_manual(self) -> bool:
        return self.decision is not None and self.decision.is_manual

    @property
    def asks_ground(self) -> bool:
        """Whether keeping it needs reason and basis."""
        return self.proposed != "keep" and needs_ground(self.cls, "keep")
