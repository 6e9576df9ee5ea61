"""Whether catalogue data given by hand has the shape the forms rely on (pure)."""

import re

from disclosure.clocks.rules import LONGEST_DAYS

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
KINDS = frozenset(
    "string text richtext date datetime date_range datetime_range year integer decimal percent "
    "money bool enum enum_multi list url link file doc_no uscc region_code org party "
    "official_name person_name id phone bank address business_address office_phone geo topic_code "
    "genre_code channel casualty_counts file[] link[] region_code[] channel[] "
    "struct<annual_report>".split()
)
TABLES = frozenset(
    f"table<{name}_row>"
    for name in (
        "recipient standard allocation indicator update item facility donation helper emission"
    ).split()
)
RULES = frozenset(
    "working_days immediate recurring long_term annual_date publicity_period advance_notice "
    "comment_period hours fixed_date process".split()
)


def element_problems(elements: object) -> list[str]:
    """Sentences about what is wrong with a row's elements; empty when nothing is."""
    if not isinstance(elements, list) or not elements:
        return ["应为要素的列表，至少一项。"]
    problems, seen = [], set()
    for number, element in enumerate(elements, start=1):
        if not isinstance(element, dict):
            problems.append(f"第{number}项应为一个对象。")
            continue
        name, kind = element.get("name"), element.get("type")
        if not isinstance(name, str) or not NAME.fullmatch(name):
            problems.append(f"第{number}项的 name 应为小写英文字母、数字和下划线。")
        elif name in seen:
            problems.append(f"第{number}项的 name 与前面重复。")
        seen.add(str(name))
        if not isinstance(element.get("label"), str) or not element["label"].strip():
            problems.append(f"第{number}项缺少 label。")
        if kind not in KINDS | TABLES:
            problems.append(f"第{number}项的 type 不在可用类型之内。")
        if not isinstance(element.get("required"), bool):
            problems.append(f"第{number}项的 required 应为 true 或 false。")
    return problems


def rule_problems(rules: object) -> list[str]:
    """Sentences about what is wrong with a row's deadline rules."""
    if not isinstance(rules, list):
        return ["应为规则的列表。"]
    problems = []
    for number, rule in enumerate(rules, start=1):
        if not isinstance(rule, dict) or rule.get("kind") not in RULES:
            problems.append(f"第{number}条的 kind 不在可用类型之内。")
            continue
        days = rule.get("days")
        if days is not None and (isinstance(days, bool) or not isinstance(days, int) or days < 1):
            problems.append(f"第{number}条的 days 应为不小于1的整数。")
        elif days is not None and days > LONGEST_DAYS:
            problems.append(f"第{number}条的 days 不能大于{LONGEST_DAYS}。")
        if rule["kind"] == "working_days" and days is None:
            problems.append(f"第{number}条缺少 days。")
    return problems
