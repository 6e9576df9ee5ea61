"""The data dictionary: every column of a dataset, for people and for programs.

Three forms of the same: a table, a Table Schema (Frictionless) and CSV on the Web metadata (W3C).
"""

from collections.abc import Sequence

from disclosure.exporting.columns import (
    BOOLEAN,
    DATE,
    DATETIME,
    INTEGER,
    NUMBER,
    STRING,
    YEAR,
    Column,
    Row,
)

from .own_columns import unit_in_english

COLUMNS = tuple(
    Column(name, label, english)
    for name, label, english in (
        ("table", "表", "Table"),
        ("name", "名称", "Name"),
        ("label", "中文名", "Chinese label"),
        ("label_en", "英文名", "English label"),
        ("type", "类型", "Type"),
        ("unit", "单位", "Unit"),
        ("values", "取值", "Values"),
        ("about", "说明", "Description"),
        ("sources", "目录事项", "Catalogue rows"),
    )
)
_XSD = {
    STRING: "string",
    INTEGER: "integer",
    NUMBER: "decimal",
    BOOLEAN: "boolean",
    DATE: "date",
    DATETIME: "dateTimeStamp",
    YEAR: "gYear",
}


def dictionary_rows(table: str, columns: Sequence[Column]) -> list[Row]:
    """A row per column of one table."""
    return [
        (
            table,
            column.name,
            column.label,
            column.label_en,
            column.type,
            column.unit,
            "；".join(_value(*choice[:2]) for choice in column.choices),
            column.about,
            "；".join(column.sources),
        )
        for column in columns
    ]


def _value(value: str, label: str) -> str:
    return value if value == label else f"{value} {label}"


def table_schema(columns: Sequence[Column], parent: str = "") -> dict:
    """Table Schema; `parent`: key of the main table, for tables of rows."""
    schema: dict = {
        "fields": [_field(column) for column in columns],
        "missingValues": [""],
        "primaryKey": ["number", "place"] if parent else ["number"],
    }
    if parent:
        reference = {"resource": parent, "fields": ["number"]}
        schema["foreignKeys"] = [{"fields": ["number"], "reference": reference}]
    return schema


def _field(column: Column) -> dict:
    found = {
        "name": column.name,
        "type": column.type,
        "title": column.label,
        "title_en": column.label_en,
        "description": column.about,
        "description_en": column.about_en,
        "unit": column.unit,
    }
    field = {name: value for name, value in found.items() if value}
    limits: dict = {}
    if column.is_required:
        limits["required"] = True
    if column.choices:
        limits["enum"] = [value for value, _zh, _en in column.choices]
    if column.most:
        limits["maxLength"] = column.most
    if limits:
        field["constraints"] = limits
    if column.sources:
        field["catalogue"] = list(column.sources)
    return field


def csv_on_the_web(url: str, title: str, columns: Sequence[Column], facts: dict) -> dict:
    """Metadata of the CSV file at `url`, to be found beside it (W3C tabular metadata)."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "zh-Hans"}],
        "url": url,
        "dc:title": title,
        **facts,
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {
            "columns": [_csvw_column(column) for column in columns],
            "primaryKey": ["number", "place"]
            if any(column.name == "place" for column in columns)
            else "number",
        },
    }


def _csvw_column(column: Column) -> dict:
    found = {
        "name": column.name,
        "titles": {"und": column.name, "zh-Hans": column.label, "en": column.label_en},
        "datatype": _XSD[column.type],
        "required": column.is_required,
    }
    if column.about or column.unit:
        about = {"zh-Hans": " ".join(filter(None, [column.about, column.unit]))}
        if column.about_en or column.unit:
            words = [column.about_en, unit_in_english(column.unit)]
            about["en"] = " ".join(filter(None, words))
        found["dc:description"] = [
            {"@value": text, "@language": language} for language, text in about.items()
        ]
    return found
