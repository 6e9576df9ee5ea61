"""Exports of Wagtail 8.0.1 put titles into spreadsheets: what begins like a formula is text."""

from wagtail.admin.views.mixins import SpreadsheetExportMixin

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def _as_text(usual):
    def preprocess_field_value(self, field, value, export_format):
        found = usual(self, field, value, export_format)
        is_formula = isinstance(found, str) and found.startswith(FORMULA_STARTS)
        return f"'{found}" if is_formula else found

    return preprocess_field_value


SpreadsheetExportMixin.preprocess_field_value = _as_text(
    SpreadsheetExportMixin.preprocess_field_value
)
