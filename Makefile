# Everything starts here; each target sets up what it needs. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory --no-builtin-rules
PYTHON ?= $(shell command -v python3 || command -v python)
BIN := .venv/bin
# Compiled modules are kept, whatever the machine says: the tests and the supervisor start many processes.
unexport PYTHONPATH VIRTUAL_ENV PYTHONDONTWRITEBYTECODE

.PHONY: help setup setup-dev demo test nightly check bench requirements pictures clean stop

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

setup:  ## virtual environment from the lock file, translations
	@$(PYTHON) scripts/bootstrap.py runtime

setup-dev:  ## the same with the tools for tests and checks
	@$(PYTHON) scripts/bootstrap.py dev

demo: setup  ## the demo district in your browser; ARGS=--check only tries it out
	@$(BIN)/rangkul demo $(ARGS)

test: setup-dev  ## every test on a real PostgreSQL; ARGS= goes to pytest
	@$(BIN)/python scripts/run_tests.py $(ARGS)

nightly: setup-dev  ## rules: both evaluators on 25,000 other random pairs; EXAMPLES=500 makes 100,000
	@RANGKUL_RULE_EXAMPLES=$(or $(EXAMPLES),125) $(BIN)/python scripts/run_tests.py tests/rules/test_two_evaluators.py -n0

check: setup-dev  ## format, lint, types, import contracts, house tests
	@$(BIN)/python scripts/run_checks.py

bench: setup-dev  ## a JSON line per figure; ONLY=name for one
	@$(BIN)/python scripts/run_part.py bench $(if $(ONLY),--only $(ONLY)) $(ARGS)

requirements: setup-dev  ## each requirement: met or open, by which tests and screens
	@$(BIN)/python scripts/run_part.py requirements $(ARGS)

pictures: setup-dev  ## the documentation's screenshots, taken by the journeys
	@RANGKUL_PICTURES=docs/pictures $(BIN)/python scripts/run_tests.py -m journey -n0 $(ARGS)

stop:  ## stop the embedded PostgreSQL servers of this folder
	@if [ -x $(BIN)/rangkul ]; then $(BIN)/rangkul stop; fi

clean: stop  ## remove what set-up and tests made; .data (the database) stays
	@rm -rf .venv .venv-tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache test-results
	@find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
	@find src -name '*.mo' -type f -delete
