"""What a row says of itself in sentences follows its elements and its deadline (pure)."""

import re
from typing import Any

Row = dict[str, Any]
_REQUIRED = re.compile(r"^必备要素：[^。]*。")


def restated(row: Row, old: Row | None) -> Row:
    """The row with the generated sentences of 公开标准 and 公开程序 brought up to date."""
    if old is None:
        return row | {
            "standard": row["standard"] or f"公开要素：{_labels(row['elements'])}。",
            "procedure": row["procedure"] or f"时限：{row['deadline_text']}。",
        }
    standard, procedure = row["standard"], row["procedure"]
    if row["elements"] != old["elements"]:
        required = [element for element in row["elements"] if element.get("required")]
        first = f"必备要素：{_labels(required)}。" if required else ""
        standard = _REQUIRED.sub(lambda _match: first, standard)
    if row["deadline_text"] != old["deadline_text"] and old["deadline_text"]:
        procedure = procedure.replace(old["deadline_text"], row["deadline_text"])
    return row | {"standard": standard, "procedure": procedure}


def _labels(elements: list[Row]) -> str:
    return "、".join(str(element["label"]) for element in elements)
