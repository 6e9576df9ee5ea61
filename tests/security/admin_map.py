"""Every address of the admin that can be asked with GET, filled with the ids of one item."""

import re

from django.urls import URLPattern, URLResolver, get_resolver

# Named groups of Wagtail's and our addresses -> what is put in. What is missing is left out.
_GROUP = re.compile(
    r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<(?P<old>\w+)>(?:[^()]|\([^()]*\))*\)"
)
# Signing out would end the walk; the rest answers only to POST or serves files.
LEFT_OUT = re.compile(r"logout|jsi18n|sprite|login|password_reset|failwhale|test404")


def admin_addresses(values: dict[str, object]) -> list[str]:
    """Addresses below /admin/ with `values` in their places; "*" stands for any other id."""
    found = []
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver) and str(pattern.pattern) == "admin/":
            _walk(pattern, "/admin/", values, found)
    return sorted({address for address in found if not LEFT_OUT.search(address)})


def _walk(resolver, prefix, values, found):
    for pattern in resolver.url_patterns:
        part = str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        filled = _fill(part, values)
        if filled is None:
            continue
        if isinstance(pattern, URLPattern):
            found.append(prefix + filled)
        else:
            _walk(pattern, prefix + filled, values, found)


def _fill(part: str, values) -> str | None:
    missing = []

    def put(match):
        name = match["name"] or match["old"]
        value = values.get(name, values.get("*") if match["kind"] == "int" else None)
        if value is None:
            missing.append(name)
        return str(value)

    filled = _GROUP.sub(put, part)
    filled = re.sub(r"\(\?:[^()]*\)\?|[\\^$?]", "", filled)
    return None if missing or "(" in filled else filled
