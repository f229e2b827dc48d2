# The one front door. `make help` lists what it can do.
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/stamps
ARGS ?=

FRONTEND := $(wildcard frontend/*.mjs frontend/*.json frontend/.npmrc frontend/css/* frontend/js/* frontend/js/*/*)
WORDS := $(wildcard src/knooppunt/*/locale/*/LC_MESSAGES/django.po src/knooppunt/*/*/locale/*/LC_MESSAGES/django.po)
DJANGO := KNOOPPUNT_HOME=var/check DJANGO_SETTINGS_MODULE=knooppunt.config.settings

.DEFAULT_GOAL := help
.PHONY: help setup demo test check conformance bench docs words lock clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMPS)/package $(STAMPS)/frontend $(STAMPS)/words ## make .venv with the knooppunt command, the look and the translations

demo: setup ## a made outbreak to look at, in the browser (ARGS=--no-browser)
	@$(BIN)/knooppunt demo $(ARGS)

test: setup ## run the tests (ARGS="-k picture" for some)
	$(BIN)/pytest --numprocesses=logical --maxprocesses=4 --dist=loadfile $(ARGS)

check: setup ## everything that a machine can check without running the product
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	PYTHONPATH=tools $(BIN)/lint-imports
	$(DJANGO) $(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run
	$(BIN)/python -m tools.messages check
	$(DJANGO) $(BIN)/python -m tools.openapi --check
	$(BIN)/python -m tools.api_rules
	$(BIN)/python -m tools.settings_reference --check
	sh tools/frontend.sh check

conformance: setup ## let programs of others check a running exercise (ARGS="gdal ogc_core" for some)
	$(BIN)/python -m tools.conformance $(ARGS)

bench: setup ## measure against named peers; prints ratios
	@for one in benchmarks/bench_*.py; do $(BIN)/python -m benchmarks.$$(basename $$one .py) $(ARGS) || [ $$? -eq 69 ] || exit 1; done

docs: setup ## write the generated reference pages anew
	$(DJANGO) $(BIN)/python -m tools.openapi
	$(BIN)/python -m tools.settings_reference

words: setup ## gather the sentences of the interface into the .po files
	$(BIN)/python -m tools.messages update

lock: ## choose the newest versions of all dependencies and lock them by hash (needs uv)
	sh tools/lock.sh

clean: ## remove everything that was made, but never the data in var/
	rm -rf .venv .venv-conformance frontend/node_modules tools/api-rules/node_modules src/knooppunt/web/static/built
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache src/*.egg-info build dist
	find src -name '*.mo' -delete
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Knooppunt needs Python 3.11 or newer; say which with: make setup PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv .venv

$(STAMPS)/dependencies: requirements.lock | $(BIN)/python
	@mkdir -p $(STAMPS)
	@echo "Installing the packages in requirements.lock (once; a few minutes) ..."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(STAMPS)/package: pyproject.toml $(STAMPS)/dependencies
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/frontend: $(FRONTEND) tools/frontend.sh $(STAMPS)/dependencies
	@echo "Building the look ..."
	sh tools/frontend.sh build
	@touch $@

$(STAMPS)/words: $(WORDS) tools/messages.py $(STAMPS)/package
	$(BIN)/python -m tools.messages compile
	@touch $@
