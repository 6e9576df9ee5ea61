"""Text to measure with: what the demo site has published."""

from collections.abc import Iterator


def texts() -> Iterator[str]:
    """The prose of one public item after the other."""
    from disclosure.models import PublicVersion

    for version in PublicVersion.objects.order_by("pk").iterator():
        text = "\n".join(str(content) for _, content in version.parts)
        if text:
            yield text
