"""When to leave a failing part alone: nobody waits for its time-out in turn (pure).

One question after the pause tries again; the others go round it until that one has come back.
"""

import threading
import time
from collections.abc import Callable

SHORTEST, LONGEST = 5.0, 60.0
# The pause is so many times what the failure cost: at most one twentieth of the time is waited.
TIMES_THE_COST = 20.0


class Circuit:
    """Closed while all is well. Safe between threads; each process learns by itself."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock, self._lock = clock, threading.Lock()
        self._opens_again = 0.0
        self.is_open = False

    def may_try(self) -> bool:
        """Whether to ask now. While open, one asker in `SHORTEST` seconds is let through."""
        if not self.is_open:
            return True
        with self._lock:
            if self._clock() < self._opens_again:
                return False
            self._opens_again = self._clock() + SHORTEST
            return True

    def failed(self, seconds: float) -> None:
        """It failed, and the asker waited `seconds` for that."""
        with self._lock:
            self.is_open = True
            pause = min(max(TIMES_THE_COST * seconds, SHORTEST), LONGEST)
            self._opens_again = self._clock() + pause

    def worked(self) -> None:
        self.is_open = False

    def close(self) -> None:
        """Ask with the next question, whatever happened before."""
        self.is_open = False


# Of this process: one for questions, one for changes, of the configured engine.
reading, writing = Circuit(), Circuit()
