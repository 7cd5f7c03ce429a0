# `make serve` and `make test` do everything on a fresh machine with Python 3.11+ and make.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes
UNREACHED := Packages could not be installed: check the network, or name your package index in PIP_INDEX_URL.
MADE := $(VENV)/.made
INSTALLED := $(VENV)/.installed
DEV_INSTALLED := $(VENV)/.dev-installed
CLIENTS := docs/clients
CLIENTS_INSTALLED := $(CLIENTS)/node_modules/.installed
# Node comes with the test tools.
WITH_NODE := cd $(CLIENTS) && env PATH="$(CURDIR)/$(VENV)/bin:$$PATH"
# Tools that read the settings without a database or a secret of their own.
SETTINGS_ONLY := SECRET_KEY=only-read-by-tools

.DEFAULT_GOAL := help
.PHONY: help serve test lint format types migrations schema schema-check check clients lock clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 16

serve: $(INSTALLED) ## Install, start the database, migrate, seed and serve on PORT (8000)
	@exec env PORT=$(PORT) $(RUN) manage.py serve

test: $(DEV_INSTALLED) ## Run every test in parallel on a throw-away database; ARGS for pytest
	@exec $(RUN) -m pytest -n logical --dist worksteal $(ARGS)

lint: $(DEV_INSTALLED) ## Check style and format
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .

format: $(DEV_INSTALLED) ## Mend style and format
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m ruff format .

types: $(DEV_INSTALLED) ## Check types
	@$(SETTINGS_ONLY) $(RUN) -m mypy tracker ceasefires

migrations: $(DEV_INSTALLED) ## Fail where a model has changed without a migration
	@$(RUN) -m tracker.postgres env $(SETTINGS_ONLY) $(RUN) manage.py makemigrations --check

schema: $(INSTALLED) ## Write docs/openapi.yaml
	@$(SETTINGS_ONLY) $(RUN) manage.py spectacular --file docs/openapi.yaml --validate --fail-on-warn

schema-check: $(INSTALLED) ## Fail where docs/openapi.yaml is not what the code says
	@$(SETTINGS_ONLY) $(RUN) manage.py spectacular --file $(VENV)/openapi.yaml --validate --fail-on-warn
	@diff -u docs/openapi.yaml $(VENV)/openapi.yaml || \
		{ echo "docs/openapi.yaml is out of date: run \`make schema\`." >&2; exit 1; }

check: lint types migrations schema-check test ## Everything above that can fail

lock: $(INSTALLED) ## Resolve requirements.in and requirements-dev.in anew (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: run \`pipx install uv\`." >&2; exit 1; }
	@for each in requirements requirements-dev; do \
		uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
			--no-emit-index-url --no-header --no-annotate $(LOCKFLAGS) $$each.in -o $$each.txt || exit 1; \
	done

clients: $(CLIENTS_INSTALLED) ## Make the TypeScript clients from docs/openapi.yaml, and check them
	@$(WITH_NODE) npm run --silent generate
	@$(WITH_NODE) npm run --silent check

clean: ## Remove what is installed and collected; the data in .data stays
	rm -rf $(VENV) $(CLIENTS)/node_modules $(CLIENTS)/generated staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(MADE):
	@command -v $(PYTHON) >/dev/null || \
		{ echo "$(PYTHON) is missing: install Python 3.11 or newer (Debian: apt install python3 python3-venv)." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is older than 3.11: name a newer one, such as \`make serve PYTHON=python3.13\`." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) cannot make virtual environments: run \`apt install python3-venv\`, then this again." >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(INSTALLED): requirements.txt $(MADE)
	@echo "Installing packages into $(VENV)"
	@$(PIP) -r requirements.txt || { echo "$(UNREACHED)" >&2; exit 1; }
	@touch $@

$(DEV_INSTALLED): requirements-dev.txt $(INSTALLED)
	@echo "Installing test tools into $(VENV)"
	@$(PIP) -r requirements-dev.txt || { echo "$(UNREACHED)" >&2; exit 1; }
	@touch $@

$(CLIENTS_INSTALLED): $(CLIENTS)/package-lock.json $(DEV_INSTALLED)
	@echo "Installing makers of TypeScript clients into $(CLIENTS)"
	@$(WITH_NODE) npm ci --silent || { echo "npm could not install: check the network, or its registry." >&2; exit 1; }
	@touch $@
