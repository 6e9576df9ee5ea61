"""`prepare`: look at everything the outside will see, before anything is public (I4).

Runs outside any transaction. It finds withheld values in any form a surface may write them, and
fresh findings of the detector that no reviewer decided on.
"""

from django.utils.translation import gettext as _
from wagtail.models import Revision

from disclosure import file_check, list_scan, surfaces
from disclosure.allowed import allowed_texts
from disclosure.canonical import Record, digest, public_record
from disclosure.evidence import withheld_values
from disclosure.gate import NotCleared
from disclosure.models import Clearance, ReleaseCheck
from privacy.detect import detect
from privacy.needles import Needles


def prepare(clearance: Clearance) -> ReleaseCheck:
    """Render all surfaces of the cleared rendition, scan them, and store the result."""
    revision = Revision.objects.filter(pk=clearance.revision_id).first()
    if revision is None:
        raise NotCleared(_("通过审查的版本已不存在，请重新提交审核。"))
    page = revision.as_object()
    record = public_record(page)
    shown = {"record": "\n".join(text for _part, text in record)}
    shown |= surfaces.render_all(page, record)
    withheld = withheld_values(clearance)
    needles = Needles(withheld)  # all in one pass: a list withholds a hundred thousand values
    found = [
        {"surface": name, "kind": "withheld"}
        for name, text in shown.items()
        if needles.found_in(text)
    ]
    found += _fresh(page, record, clearance)
    found += file_check.problems(page, record, withheld, clearance.accepted)
    return ReleaseCheck.objects.create(
        clearance=clearance,
        digest=digest(record, clearance.salt) if clearance.salt else "",
        surfaces=sorted(shown),
        problems=found,
        passed=not found,
    )


def _fresh(page, record: Record, clearance: Clearance) -> list[dict]:
    """Findings in the rendition that nobody decided to keep."""
    accepted = {tuple(pair) for pair in clearance.accepted}
    allow = allowed_texts(page)
    listed = list_scan.list_prefixes(page)
    found = [
        {"surface": part, "kind": cls}
        for cls, part in list_scan.findings(page, allow)
        if (cls, part) not in accepted
    ]
    # The source's own number is no part of the record, but open data shows it.
    for part, text in [*record, ("source_id", page.source_id)]:
        if part.startswith("a/") or list_scan.is_row(part, listed):
            continue
        for finding in detect(text, domain=page.domain or None, allow=allow):
            if finding.action != "keep" and (finding.cls, part) not in accepted:
                found.append({"surface": part, "kind": finding.cls})
    return found
