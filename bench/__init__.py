"""Measurements of what is promised; `make bench` runs them and writes docs/benchmarks.md."""
