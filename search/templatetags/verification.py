"""The check block of an item: QR, code, receipt, and what they do not prove (direction.md §5)."""

from functools import lru_cache

import segno
from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from ledger.code import with_dashes

register = template.Library()
QUIET_MODULES = 4


def address_of(code: str, host: str) -> str:
    """What the QR holds; the code in it has no dashes (verification §7)."""
    return f"https://{host}{reverse('verify_code', args=[code])}"


@lru_cache(maxsize=256)
def qr(address: str) -> SafeString:
    """The address as an inline SVG: error level M, four quiet modules, white ground."""
    drawn = segno.make(address, error="m", boost_error=False, micro=False).svg_inline(
        border=QUIET_MODULES, omitsize=True, light="#fff", svgclass="qr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  made of our own address


@register.inclusion_tag("search/check_block.html", takes_context=True)
def check_block(context, version, print_only=False):
    """The block of one public version; `print_only` is the one at the foot of the paper."""
    if version is None:
        return {}
    request = context.get("request")
    host = getattr(settings, "SITE_OFFICIAL_HOST", "") or (request.get_host() if request else "")
    address = address_of(version.check_code, host)
    return {
        "version": version,
        "print_only": print_only,
        "code": with_dashes(version.check_code),
        "address": address,
        "shown_address": f"{host}{reverse('verify')}",
        "item_address": f"{host}{reverse('item', args=[version.number])}",
        "qr": qr(address),
    }
