"""Public rows as files: CSV, XLSX, JSON and JSON Lines, written row by row from an iterator."""
