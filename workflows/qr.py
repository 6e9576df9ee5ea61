"""A QR code for paper: level M, four quiet modules, white ground (direction.md §5)."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr(address: str) -> SafeString:
    """The address as an inline SVG without styles."""
    drawn = segno.make(address, error="m", boost_error=False, micro=False).svg_inline(
        border=4, omitsize=True, light="#fff", svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  made of our own address
