"""How sure a share measured on a sample is (pure)."""

from math import sqrt

Z95 = 1.959963984540054  # two-sided 95 %


def interval(hits: int, looked: int, z: float = Z95) -> tuple[float, float]:
    """Wilson score interval of `hits` of `looked`, as shares between 0 and 1; (0, 1) for none.

    Holds for few hits and small samples, where hits ± z·s would leave the range.
    """
    if hits < 0 or looked < hits:
        raise ValueError("hits lie between 0 and the number looked at")
    if looked == 0:
        return 0.0, 1.0
    share, square = hits / looked, z * z
    middle = (share + square / (2 * looked)) / (1 + square / looked)
    half = z * sqrt(share * (1 - share) / looked + square / (4 * looked * looked))
    half /= 1 + square / looked
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == looked else min(1.0, middle + half)
    return low, high
