"""What apps above this one put on the home page: they register, the page asks."""

from collections.abc import Callable

from django.http import HttpRequest

# A panel gives its HTML, or an empty text when it has nothing to say.
Panel = Callable[[HttpRequest], str]
_panels: list[Panel] = []


def register(panel: Panel) -> Panel:
    """Show the panel below the domains, in the order of registration; once however often called."""
    if panel not in _panels:
        _panels.append(panel)
    return panel


def rendered(request: HttpRequest) -> list[str]:
    """The panels that have something to say."""
    return [html for html in (panel(request) for panel in _panels) if html]
