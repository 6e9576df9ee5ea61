"""How a visitor wants to see the site: large type in three steps, black ground. Kept in a cookie.

The cookie `mode` reads `large`, `large2`, `large3`, each with `-black` for the black ground;
anything else is the ordinary display. Pure.
"""

from dataclasses import dataclass

COOKIE = "mode"
STANDARD = "standard"
STEPS = 3


@dataclass(frozen=True, slots=True)
class Display:
    """Step 0 is the ordinary display; black ground exists with large type only."""

    step: int = 0
    is_black: bool = False

    @property
    def is_large(self) -> bool:
        return self.step > 0

    @property
    def code(self) -> str:
        """Value of the cookie and name in the address `/mode/<code>/`."""
        if not self.is_large:
            return STANDARD
        size = "large" if self.step == 1 else f"large{self.step}"
        return f"{size}-black" if self.is_black else size

    @property
    def larger(self) -> "Display":
        """Next step; after the last one the first again."""
        return Display(self.step % STEPS + 1, self.is_black)

    @property
    def other_ground(self) -> "Display":
        return Display(max(self.step, 1), not self.is_black)


BY_CODE = {
    display.code: display
    for display in [Display()]
    + [Display(step, black) for step in range(1, STEPS + 1) for black in (False, True)]
}


def display_of(code: str) -> Display:
    """The display that a cookie names; the ordinary one for anything unknown."""
    return BY_CODE.get(code, Display())
