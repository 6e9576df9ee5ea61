"""Which action each class gets on the web: reads our copy of privacy.yaml."""

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import yaml

from .findings import ACTIONS, GENERALISE, KEEP, MASK, REMOVE
from .lexicon import DATA

TITLE = "个人信息公开处理规则"
DEFAULT_POLICY = MappingProxyType(
    {
        "poverty": "RECIP_POVERTY",
        "welfare": "RECIP_WELFARE",
        "education": "STUDENT_AID",
        "health": "RECIP_HEALTH",
        "environment": "COMPLAINT",
        "disaster": "RECIP_DISASTER",
        "culture_sport": "HERITAGE",
    }
)
FALLBACK = "RECIP_WELFARE"
NO_LIST = ("no_web_list", "no_list")
# Words of privacy.yaml that are no action of ours; what they ask for as far as a text goes.
MEANINGS = MappingProxyType(
    {
        "by_channel": MASK,
        "mask_if_personal": MASK,
        "mask_unless_confirmed_office": MASK,
        "mask_name": MASK,
        "keep_if_office": KEEP,
        "keep_if_consented": KEEP,
        "keep_if_consented_else_爱心人士": GENERALISE,
        "counts_only": REMOVE,
        "year_only": GENERALISE,
        "hold": REMOVE,
        "scan": REMOVE,
        "k_anonymity": REMOVE,
        "block": REMOVE,
        "block_for_review": REMOVE,
    }
)
# Other spellings of an identity number share its fate.
SAME_AS = MappingProxyType(
    dict.fromkeys(("RESIDENT_ID_15", "HMT_RESIDENCE", "FOREIGNER_PR"), "RESIDENT_ID")
)
# Coarser is enough for these even where the full value may never appear.
COARSE = frozenset({"ADDRESS_DETAIL"})


@dataclass(frozen=True, slots=True)
class Policy:
    """Actions of one policy for the web channel; `minors`: unknown persons count as minors."""

    key: str
    actions: MappingProxyType[str, str]
    k: int = 5
    min_cell: int = 3
    minors: bool = False

    def action(self, cls: str) -> str:
        return self.actions.get(cls, MASK)


class PolicyFileError(ValueError):
    """data/privacy.yaml is not our rule file or lacks parts."""


@cache
def rule_file() -> dict[str, Any]:
    """The parsed privacy.yaml after a check that it is ours and whole."""
    content = yaml.safe_load((DATA / "privacy.yaml").read_text(encoding="utf-8"))
    if not isinstance(content, dict) or content.get("meta", {}).get("title") != TITLE:
        raise PolicyFileError("privacy.yaml: meta.title is not 个人信息公开处理规则")
    classes = {entry["key"] for entry in content.get("classes", ())}
    policies = {entry["key"] for entry in content.get("policies", ())}
    missing = {"RESIDENT_ID", "RECIPIENT_NAME", "OFFICIAL_NAME"} - classes
    missing |= {*DEFAULT_POLICY.values(), FALLBACK} - policies
    if missing:
        raise PolicyFileError("privacy.yaml lacks " + ", ".join(sorted(missing)))
    return content


@cache
def class_keys() -> frozenset[str]:
    return frozenset(entry["key"] for entry in rule_file()["classes"])


def policy_for_domain(domain: str | None) -> Policy:
    """The default policy of a domain (design.md, scan_privacy); unknown domains: the strict one."""
    return policy(DEFAULT_POLICY.get(domain or "", FALLBACK))


@cache
def policy(key: str) -> Policy:
    """The policy with this key; KeyError when privacy.yaml has none."""
    entry = next((one for one in rule_file()["policies"] if one["key"] == key), None)
    if entry is None:
        raise KeyError(key)
    web, never = entry.get("web") or {}, set(entry.get("never") or ())
    actions = {one["key"]: _action(one, web, never) for one in rule_file()["classes"]}
    if web.get("list") in NO_LIST:
        actions["RECIPIENT_NAME"] = REMOVE
    limits = entry.get("k_anonymity") or {}
    return Policy(
        key,
        MappingProxyType(actions),
        k=limits.get("k", 5),
        min_cell=limits.get("min_cell", 3),
        minors=key in ("STUDENT_AID", "RECIP_MINOR"),
    )


def _action(entry: dict[str, Any], web: dict[str, Any], never: set[str]) -> str:
    cls = entry["key"]
    stated = str(web.get(cls, ""))
    if stated and (action := _meaning(stated)):
        return action
    if (cls in never or SAME_AS.get(cls) in never) and cls not in COARSE:
        return REMOVE
    return _meaning(entry["default_action"]) or MASK


def _meaning(word: str) -> str:
    first = word.split(" ")[0]
    return first if first in ACTIONS else MEANINGS.get(first, "")
