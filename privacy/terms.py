"""How long sealed originals are kept, by kind and policy (data/retention.yaml)."""

from datetime import date
from functools import cache
from typing import Any

import yaml
from django.utils import timezone

from .lexicon import DATA


@cache
def _rules() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DATA / "retention.yaml").read_text(encoding="utf-8"))
    return loaded


def months(kind: str, policy: str = "") -> int:
    """For how many months an original of this kind is kept under a policy of privacy.yaml."""
    rules = _rules()
    own = (rules.get("by_policy") or {}).get(policy) or {}
    by_kind = rules.get("by_kind") or {}
    return int(own.get(kind) or own.get("default") or by_kind.get(kind) or rules["default"])


def until(kind: str, policy: str = "", sealed_on: date | None = None) -> date:
    """The last day on which the original is kept."""
    start = sealed_on or timezone.localdate()
    total = start.month - 1 + months(kind, policy)
    year, month = start.year + total // 12, total % 12 + 1
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month, day)
        except ValueError:
            continue  # the month is shorter
    raise AssertionError("every month has a 28th")
