"""One module per group of measurements; each has `measure() -> list[Row]` and runs alone."""
