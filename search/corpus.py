"""Files of items and queries for measuring, as records and questions."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from .record import SearchRecord


def lines(path: Path) -> Iterator[dict]:
    """JSON objects of a .jsonl or .jsonl.gz file. ValueError names the line that is none."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for at, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise ValueError(f"{path.name} 第 {at} 行不是 JSON") from error
            if not isinstance(row, dict):
                raise ValueError(f"{path.name} 第 {at} 行不是对象")
            yield row


def record_of_line(row: dict) -> SearchRecord:
    """A corpus line (id, title, text, issuer, date, docnum) as a record. KeyError: no id."""
    date = str(row.get("date") or "")
    return SearchRecord(
        number=str(row["id"]),
        source_id=str(row["id"]),
        title=str(row.get("title") or ""),
        text=str(row.get("text") or ""),
        unit_name=str(row.get("issuer") or ""),
        doc_no=str(row.get("docnum") or ""),
        issued_on=date,
        year=int(date[:4]) if date[:4].isdigit() else 0,
    )
