"""Personal data in a text: the detector proposes, the reviewer decides."""

from collections.abc import Iterable

from . import lexicon, people
from .document import Document
from .findings import GENERALISE, KEEP, Finding, Hit
from .masks import generalise
from .occupancy import Occupancy
from .policy import Policy, policy_for_domain
from .rules import ALL_RULES
from .rules.protected import amounts, protected_spans
from .second_finder import prime

__all__ = ["Finding", "detect", "detect_all", "is_personal"]


def detect(
    text: str,
    *,
    domain: str | None = None,
    policy: Policy | None = None,
    allow: Iterable[str] = (),
) -> list[Finding]:
    """Findings in order of their place, without overlaps.

    `domain` names the default policy (privacy.yaml), `policy` overrides it. `allow` holds exact
    strings (responsible persons, report phones of the page or the unit's register) that are
    proposed to be kept, unless the words around one say that it is a citizen's.
    """
    lexicon.refresh()
    policy = policy or policy_for_domain(domain)
    return _detect(Document(text), policy, _allowed(allow))


def detect_all(
    texts: Iterable[str],
    *,
    domain: str | None = None,
    policy: Policy | None = None,
    allow: Iterable[str] = (),
) -> list[list[Finding]]:
    """The findings of each text, as `detect` gives them; many short texts together take less time."""
    lexicon.refresh()
    docs = [Document(text) for text in texts]
    prime(doc.text for doc in docs)
    chosen, allowed = policy or policy_for_domain(domain), _allowed(allow)
    return [_detect(doc, chosen, allowed) for doc in docs]


def is_personal(text: str, *, domain: str | None = None, allow: Iterable[str] = ()) -> bool:
    """Whether `detect` proposes to withhold any part of the text."""
    return any(finding.action != KEEP for finding in detect(text, domain=domain, allow=allow))


def _allowed(allow: Iterable[str]) -> set[str]:
    return {entry.strip() for entry in allow if entry.strip()}


def _detect(doc: Document, policy: Policy, allowed: set[str]) -> list[Finding]:
    """Findings of one text by the word lists in force."""
    hits = _structured(doc)
    hits = people.with_names(doc, hits, policy=policy, allowed=allowed)
    hits = [hit for hit in hits if hit.cls]
    return [_finding(doc, hit, policy) for hit in sorted(hits, key=lambda hit: hit.start)]


def _structured(doc: Document) -> list[Hit]:
    """Hits of all rules; the earlier rule wins a place, as does what must not be touched."""
    taken = Occupancy(len(doc.text))
    hits: list[Hit] = []
    for amount in amounts(doc):
        taken.add(amount)
    for rule in (protected_spans, *ALL_RULES):
        for hit in rule(doc):
            if taken.is_free(hit.start, hit.end):
                taken.add(hit)
                hits.append(hit)
    return hits


def _finding(doc: Document, hit: Hit, policy: Policy) -> Finding:
    start, end = doc.normal.original(hit.start, hit.end)
    action = hit.action or policy.action(hit.cls)
    value = doc.text[hit.start : hit.end]
    if action == GENERALISE and generalise(hit.cls, value) == value:
        action = KEEP  # already as coarse as it would become
    reason = hit.reason + ("，建议保留。" if action == KEEP else "。")
    return Finding(start, end, hit.cls, action, round(hit.confidence, 2), reason, hit.entry)
