# The only commands anyone must know; plain `make` explains them.
.DEFAULT_GOAL := help
VENV ?= .venv
PY := $(VENV)/bin/python
NETINVET := $(PY) -m app
PORT ?= 8000
CHROMIUM := $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
export NETINVET_DATA ?= $(CURDIR)/var

.PHONY: help messages setup demo test check fix run work browser bench migrate migration openapi seed translations vendor chromium clean

help: ## Explain every target
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

$(VENV)/.installed: pyproject.toml constraints.txt
	@echo "Setting up $(VENV) (about a minute the first time) …"
	@test -x $(PY) || python3 -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt uv
	@VIRTUAL_ENV=$(VENV) $(VENV)/bin/uv pip install --quiet --python $(PY) -c constraints.txt -e ".[dev]"
	@touch $@

setup: $(VENV)/.installed translations ## Install everything into .venv

translations: $(VENV)/.installed ## Compile the catalogues of all languages
	@$(PY) -m babel.messages.frontend compile -f -d app/translations >/dev/null 2>&1 || $(PY) -m babel.messages.frontend compile -f -d app/translations

demo: setup ## From a fresh clone to a running, filled service
	@$(NETINVET) demo --port $(PORT)

test: setup chromium ## From a fresh clone: set up, then all tests, the browser ones too
	@$(PY) -m pytest -n 2 --dist loadfile tests

check: setup ## Format, lint, types, import contracts, then the tests without a browser
	@$(VENV)/bin/ruff format --check . && $(VENV)/bin/ruff check . && $(VENV)/bin/mypy && $(VENV)/bin/lint-imports
	@$(PY) -m pytest -n 2 --dist loadfile -m "not browser" tests

fix: setup ## Mend what a machine can mend
	@$(VENV)/bin/ruff check --fix . ; $(VENV)/bin/ruff format .

run: setup ## The web server alone
	@$(NETINVET) migrate && $(NETINVET) web --port $(PORT)

work: setup ## The worker alone
	@$(NETINVET) worker

browser: setup chromium ## The journeys in a real browser
	@$(PY) -m pytest tests/browser

bench: setup ## The benchmarks; give their data with DATA=DIR
	@$(PY) -m tests.benchmarks --data "$(DATA)"

migrate: setup ## Bring the database to the newest revision
	@$(NETINVET) migrate

migration: setup ## Write a migration: make migration m="What it does"
	@$(NETINVET) write-migration "$(m)"

openapi: setup ## Refresh tests/contract/openapi.json
	@$(NETINVET) openapi > tests/contract/openapi.json

seed: setup ## Load the demo data into the database
	@$(NETINVET) migrate && $(NETINVET) seed

vendor: setup ## Fetch the pinned front-end libraries again
	@$(PY) -m app.web.vendor

chromium: # Browser tests need Debian's Chromium; install it where we may
ifeq ($(CHROMIUM),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing Chromium for the browser tests …"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else echo "The browser tests need Chromium: please install it (Debian: apt-get install chromium)."; exit 1; fi
endif

clean: ## Remove the demo's data, not the virtual environment
	@rm -rf var build

messages: setup ## Bring the catalogues up to date with the code; then translate what is empty
	@mkdir -p build && $(PY) -m babel.messages.frontend -q extract -F babel.cfg -k _l -k lazy_gettext --no-location --sort-output -o build/messages.pot .
	@for po in app/translations/*/LC_MESSAGES/messages.po; do l=$$(basename $$(dirname $$(dirname $$po))); \
	  $(PY) -m babel.messages.frontend -q update -w 10000 -i build/messages.pot -d app/translations -l $$l --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date; done
