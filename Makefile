# Mingjing. Every target can be run again safely and says what to do next.
# PORT=8001 make demo    another port        VERBOSE=1 make install    all of pip's output

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install dev demo test lint bench clean

help:  ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

install:  ## create .venv with everything that running needs
	@deploy/install run

dev:  ## the same plus the tools of developers and tests
	@deploy/install dev

demo: install  ## set up and serve the demo site on http://127.0.0.1:8000 (PORT=)
	@deploy/demo

test: dev  ## every test, on SQLite, PostgreSQL, Elasticsearch and in Chromium
	@.ci/test

lint: dev  ## ruff, import contracts, templates, deployment check, migrations, types
	@.ci/lint

bench: dev  ## measure and write docs/benchmarks.md
	@.ci/bench

clean:  ## remove caches (never var/, which holds the site's data)
	@find . -path ./.venv -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage
	@echo "Caches removed. Next: make demo"
