"""What the outside can reach of an item. Apps above register how they render it.

`prepare` renders every surface from the frozen rendition and looks for what must not be there.
"""

from collections.abc import Callable

Render = Callable[..., str]
_renderers: dict[str, Render] = {}


def register(name: str, render: Render) -> None:
    """`render(page, record, request=None) -> str`, all text a visitor could reach there."""
    _renderers[name] = render


def names() -> list[str]:
    return sorted(_renderers)


def render(name: str, page, request=None) -> str:
    """One surface of the page as given (a draft for preview, a frozen rendition for the check)."""
    from disclosure.canonical import public_record

    return _renderers[name](page, public_record(page), request=request)


def render_all(page, record) -> dict[str, str]:
    """Every registered surface of one rendition."""
    return {name: _renderers[name](page, record, request=None) for name in names()}
