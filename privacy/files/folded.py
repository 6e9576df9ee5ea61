"""Texts compared without width, case, blanks and separators, with a way back to their places."""

from collections.abc import Collection, Iterable, Iterator

from privacy.normalise import normalise

SEPARATORS = frozenset(" \t\n\r\v\f\u3000\xa0-_.·,/()（）*'\"|")


def fold(text: str) -> str:
    """The text as it is compared: 张 三 and 张三 are the same, １３８-… and 138… too."""
    return "".join(sign for sign in normalise(text).text.lower() if sign not in SEPARATORS)


class Folded:
    """A text that was folded, sign by sign."""

    def __init__(self, text: str):
        normal = normalise(text)
        self.places: list[int] = []  # of each folded sign in the normalised text
        signs = []
        for place, sign in enumerate(normal.text):
            low = sign.lower()
            if low not in SEPARATORS:
                signs.append(low[0])
                self.places.append(place)
        self.text = "".join(signs)
        self._normal = normal

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the given text behind the folded [start, end)."""
        return self._normal.original(self.places[start], self.places[end - 1] + 1)

    def windows(
        self, lengths: Iterable[int], values: Collection[str]
    ) -> Iterator[tuple[int, int, str]]:
        """(start, end, value) in the given text of every value; longer ones come first."""
        taken = bytearray(len(self.text))
        for length in lengths:
            for start in range(len(self.text) - length + 1):
                value = self.text[start : start + length]
                if value in values and not any(taken[start : start + length]):
                    taken[start : start + length] = b"\1" * length
                    yield *self.original(start, start + length), value
