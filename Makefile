# The project's commands; `make` alone prints them.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run demo test test-fast lint format types check docs bench translations requirements clean
FLASK := .venv/bin/flask --app wsgi
PYTEST := OMP_NUM_THREADS=1 .venv/bin/python -m pytest
SUITE := tests/walks $(filter-out tests/walks/ tests/journeys/ tests/production/ tests/__pycache__/,$(wildcard tests/*/))
DATABASE_TESTS := tests/walks/test_fuzz.py tests/services tests/queries tests/web tests/cases

help: ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: ## make .venv and install what running needs
	@requirements/install.sh requirements.txt
	@.venv/bin/python -m app.translations compile

setup-dev: ## … and what testing needs
	@requirements/install.sh requirements-dev.txt
	@.venv/bin/python -m app.translations compile

run: setup ## start everything at http://127.0.0.1:8000 (HOST and PORT change that)
	@exec $(FLASK) serve --prepare

demo: setup ## throw the data away and build the demo world anew
	@$(FLASK) demo reset --yes

test: setup-dev ## the whole suite: SQLite, PostgreSQL, a real server and the browser
	@echo "== unit, ml, architecture, and the database tests on SQLite"
	$(PYTEST) -n 2 --dist loadfile --no-loadscope-reorder $(SUITE)
	@echo "== the database tests on PostgreSQL"
	OMP_NUM_THREADS=1 .venv/bin/python -m tests.postgresql .venv/bin/python -m pytest -n 2 --dist loadfile $(DATABASE_TESTS)
	@echo "== a real gunicorn on SQLite and on PostgreSQL, and browser journeys"
	@tests/browser.sh; case $$? in 0) journeys=tests/journeys;; 3) journeys=;; *) exit 1;; esac; \
	OMP_NUM_THREADS=1 .venv/bin/python -m tests.postgresql .venv/bin/python -m pytest -n 2 --dist loadfile tests/production $$journeys

test-fast: setup-dev ## unit, service and web tests on SQLite
	$(PYTEST) -n 2 --dist loadfile --no-loadscope-reorder tests --ignore tests/journeys --ignore tests/production --ignore tests/ml

lint: setup-dev ## ruff and the import contracts
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports --no-cache

format: setup-dev ## ruff format
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

types: setup-dev ## mypy --strict
	.venv/bin/mypy --no-error-summary

check: lint types ## lint, types, migrations, translations, generated docs
	@folder=$$(mktemp -d) && export WIJHA_VAR=$$folder && \
	$(FLASK) db upgrade && $(FLASK) db check && $(FLASK) docs build --check && rm -r $$folder
	.venv/bin/python -m app.translations check

docs: setup-dev ## write the generated pages of docs/
	@folder=$$(mktemp -d) && export WIJHA_VAR=$$folder && $(FLASK) docs build && rm -r $$folder

bench: setup-dev ## speed, memory and the matcher's goals (QUICK=1 or LARGE=1; ONLY=pages or matcher)
	OMP_NUM_THREADS=1 .venv/bin/python -m tests.bench $(if $(QUICK),--quick) $(if $(LARGE),--large) $(if $(ONLY),--only $(ONLY))

translations: setup-dev ## collect new texts into the catalogues
	.venv/bin/python -m app.translations extract

requirements: ## compile requirements*.txt with hashes (needs uv)
	for pair in runtime:requirements dev:requirements-dev postgres:requirements-postgres redis:requirements-redis scale:requirements-scale; do \
	  uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-strip-extras --no-annotate --no-header requirements/$${pair%%:*}.in -o $${pair##*:}.txt; done

clean: ## remove what was made, but no data
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -r {} +
