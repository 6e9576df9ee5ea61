"""Free text that staff write (titles, reasons, file names) must hold no personal data (I3)."""

from django.utils.translation import gettext as _

from privacy.detect import detect


class HoldsPersonalData(ValueError):
    """The text names kinds of personal data; `kinds` are their labels, never the values."""

    def __init__(self, kinds: list[str]):
        super().__init__(", ".join(kinds))
        self.kinds = kinds


def kinds_in(text: str, page=None) -> list[str]:
    """Labels of the kinds of personal data found; those that may stand do not count."""
    from disclosure.allowed import allowed_texts
    from workflows.review.classes import label_of

    if not text:
        return []
    allow = allowed_texts(page) if page is not None else ()
    domain = getattr(page, "domain", "") or None
    found = detect(text, domain=domain, allow=allow)
    kinds = [finding.cls for finding in found if finding.action != "keep"]
    return [label_of(cls) for cls in dict.fromkeys(kinds)]


def require_clean(text: str, page=None) -> str:
    """The text, stripped; `HoldsPersonalData` when it names a person's data."""
    text = " ".join(text.split("\r")).strip()
    kinds = kinds_in(text, page)
    if kinds:
        raise HoldsPersonalData(kinds)
    return text


def refusal(kinds: list[str]) -> str:
    """Sentence for the form."""
    return _("这里写到了%(kinds)s。请改用“第几段的姓名”这样的说法，不要抄写内容本身。") % {
        "kinds": "、".join(kinds)
    }
