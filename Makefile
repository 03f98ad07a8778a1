# Every command of the project. "make" alone lists them.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
INSTALLED_DEV := $(VENV)/installed-dev
PAGE_TOOLS := tests/pages/node_modules/.installed
LANGUAGES := --locale nl --locale fr --locale de
PIP_COMPILE := $(BIN)/pip-compile --quiet --strip-extras --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help run test test-browser bench check-pages endurance journeys lighthouse lint messages lock

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: $(INSTALLED) ## serve the site with its demo content on http://localhost:8000 (PORT=… changes it)
	@$(BIN)/python manage.py run_site --port $(PORT)

test: $(INSTALLED_DEV) ## run every test that needs no browser; DATABASE_URL=postgres://… runs them on PostgreSQL
	$(BIN)/python -m pytest -n 2 --dist worksteal

test-browser: $(INSTALLED_DEV) ## run the tests that need a running site and Chromium
	$(BIN)/python -m pytest -m e2e tests/e2e

check-pages: $(INSTALLED_DEV) $(PAGE_TOOLS) ## look at every page type in every window; leaves pictures in var/pages
	$(BIN)/python -m pytest -m pages tests/pages

bench: $(INSTALLED_DEV) ## measure the join form, and the inbox with 100,000 engagements (DATABASE_URL=postgres://…)
	@$(BIN)/python -m tests.bench

endurance: $(INSTALLED_DEV) ## kill mail senders, and let eight people decide at once; DATABASE_URL=postgres://… on PostgreSQL
	$(BIN)/python -m pytest -m endurance tests/endurance

journeys: $(INSTALLED_DEV) ## play three members on a phone without script; prints their taps and typed characters
	$(BIN)/python -m pytest -m journeys tests/journeys

lighthouse: $(INSTALLED_DEV) $(PAGE_TOOLS) ## print the Lighthouse scores of five pages, as a phone gets them from a live site
	$(BIN)/python -m tests.pages.lighthouse

lint: export DATABASE_URL = sqlite://:memory:
lint: export DJANGO_SETTINGS_MODULE = bbacms.settings.test
lint: $(INSTALLED_DEV) ## check style, types, templates, imports, migrations and translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djhtml --check --tabwidth 4 templates
	$(BIN)/curlylint --quiet templates
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py check --fail-level WARNING
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check_messages

messages: $(INSTALLED_DEV) ## collect the strings to translate into locale/ and compile what is translated
	$(BIN)/python manage.py makemessages $(LANGUAGES) --add-location file --ignore $(VENV) --ignore tests --ignore var
	$(BIN)/python manage.py compilemessages $(LANGUAGES) --ignore $(VENV)

lock: $(INSTALLED_DEV) ## choose the versions in requirements*.txt anew, from pyproject.toml
	$(BIN)/python -m pip install --quiet pip-tools==7.6.2
	$(PIP_COMPILE) --output-file=requirements.txt pyproject.toml
	$(PIP_COMPILE) --extra=dev --constraint=requirements.txt --output-file=requirements-dev.txt pyproject.toml

$(VENV)/made:
	@echo "Making the Python environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; PYTHON=… chooses one.")'
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(INSTALLED): requirements.txt $(VENV)/made
	@echo "Installing what the site needs (a minute or two)"
	@$(BIN)/python -m pip install --disable-pip-version-check --requirement requirements.txt
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt $(VENV)/made
	@echo "Installing what the site and its tests need (a minute or two)"
	@$(BIN)/python -m pip install --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

$(PAGE_TOOLS): tests/pages/package-lock.json
	@echo "Installing the programs that look at pages"
	@cd tests/pages && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@
