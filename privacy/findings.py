"""What the detector hands over: proposals with their reasons, never decisions."""

from dataclasses import dataclass

KEEP, MASK, REMOVE, GENERALISE = "keep", "mask", "remove", "generalise"
ACTIONS = (KEEP, MASK, REMOVE, GENERALISE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One proposal about `text[start:end]` (code points of the text as given).

    `cls` is a class key of privacy.yaml, `action` one of ACTIONS, `confidence` lies in 0..1,
    `reason` is a Chinese sentence for the reviewer that never repeats the value itself.
    """

    start: int
    end: int
    cls: str
    action: str
    confidence: float
    reason: str
    # The word of the lists that decided, as `list:word`; "" when none did.
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's raw result in offsets of the normalised text.

    `action` "" leaves the choice to the policy of the domain; "keep" says that the value belongs
    to an office, an organisation or an official.
    """

    start: int
    end: int
    cls: str
    confidence: float
    reason: str
    action: str = ""
    entry: str = ""

    def overlaps(self, other: "Hit | Finding") -> bool:
        return self.start < other.end and other.start < self.end
