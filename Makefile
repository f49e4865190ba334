# How to live here: `make run` serves Genjin, `make test` checks it. Needs Python >= 3.11 with venv; see README.md.
PYTHON ?= python3
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
PG15_BIN ?= /usr/lib/postgresql/15/bin

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --quiet --disable-pip-version-check
LOCALE := src/genjin/locale/zh_Hans/LC_MESSAGES
BUILT := src/genjin/web/static/build/.built
FRONTEND := $(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null)
RUNTIME := $(VENV)/.runtime $(LOCALE)/django.mo $(BUILT)
DEVELOP := $(VENV)/.develop $(LOCALE)/django.mo $(BUILT)
PYTEST := $(BIN)/pytest -n $(JOBS)

.PHONY: run test slow lint types browser sql15 bench look wheel ci lock frontend clean
.DELETE_ON_ERROR:

run: $(RUNTIME)
	@exec $(BIN)/genjin up

test: $(DEVELOP)
	$(PYTEST)

# What the default suite leaves out for its length: the supervisor killed, starved and restarted by real processes.
slow: $(DEVELOP)
	$(BIN)/pytest -m slow

lint: $(DEVELOP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m tools.lint
	$(BIN)/lint-imports
	$(BIN)/python -m tools.translations check

types: $(DEVELOP)
	$(BIN)/mypy

browser: $(DEVELOP)
	$(BIN)/pytest -m browser

sql15: $(DEVELOP)
	GENJIN_TEST_PG_BIN=$(PG15_BIN) $(PYTEST) -m sql

bench: $(DEVELOP)
	$(BIN)/python -m bench

look: $(DEVELOP)
	$(BIN)/python -m tools.look

wheel: $(DEVELOP)
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

ci:
	$(MAKE) test
	$(MAKE) lint
	$(MAKE) types
	$(MAKE) slow
	$(MAKE) sql15
	$(MAKE) browser

# The lock files are written on the oldest Python we support; hashes of all platforms' files are in them.
lock: $(VENV)/.develop
	tools/lock

frontend: $(BUILT)

clean:
	rm -rf $(VENV) build dist frontend/node_modules src/genjin/web/static/build $(LOCALE)/django.mo

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Genjin needs Python 3.11 or newer; name one with: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.develop: requirements-dev.lock $(VENV)/.runtime
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(LOCALE)/django.mo: $(LOCALE)/django.po | $(VENV)/.runtime
	@$(BIN)/python -m tools.translations compile

$(BUILT): $(FRONTEND) tools/node | $(VENV)/.runtime
	@PATH="$$(tools/node):$$PATH" && cd frontend && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build
	@$(BIN)/python -m whitenoise.compress --quiet $(@D)
	@touch $@
