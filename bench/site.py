"""Starting Django in a bench process."""

import resource
from collections.abc import Callable

from bench.measure import Row, report


def main(measure: Callable[[], list[Row]]) -> None:
    """Set Django up, measure, print the rows and the memory high-water of this process."""
    import django

    django.setup()
    rows = measure()
    report(rows, peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
