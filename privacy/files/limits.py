"""How much one file may cost. Beyond these it is refused; nothing is cut off silently."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one child process; the child sets the system's own limits before it reads a byte."""

    wall_seconds: float = 1800
    silent_seconds: float = 180  # without a page finished
    cpu_seconds: int = 1800
    memory: int = 3 * 1024 * MIB  # address space
    written: int = 64 * MIB  # largest file in the child's own folder
    open_files: int = 128
    answer: int = 512 * MIB  # bytes the parent accepts from the child


DEFAULT = Limits()

MAX_INPUT = 50 * MIB
MAX_PAGES = 200
MAX_PICTURE_PIXELS = 64_000_000  # of a picture file before it is unpacked
MAX_PAGE_PIXELS = 8_800_000  # of one page as it is worked on: A2 at 150 dpi
MAX_PAGE_INCHES = 50  # a longer side would be illegible at MAX_PAGE_PIXELS
DPI = 150
SCREEN_DPI = 100  # the most a reviewer's screen gets
