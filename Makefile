# `make demo` and `make test` work on a fresh machine with Python 3.11+ and make: everything else is set up here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := out/demo
PEERS := out/peers-venv

.PHONY: demo test test-fast lint evaluate bench bench-peers freeze lock clean help

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Isnad needs Python 3.11 or newer, this is %s" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.run  ## the account of the demonstration story, on the terminal and as out/demo/account.html
	@mkdir -p $(DEMO)
	@$(BIN)/isnad account examples/demo --language en
	@$(BIN)/isnad account examples/demo --language ar --format html -o $(DEMO)/account.html
	@$(BIN)/isnad account examples/demo --format json -o $(DEMO)/account.json
	@echo "The report: $(DEMO)/account.html   The data: $(DEMO)/account.json"

test: lint  ## lint, types and the whole test suite
	$(BIN)/python -m pytest

test-fast: $(VENV)/.dev  ## the tests that take no more than a few seconds each
	$(BIN)/python -m pytest -m "not slow"

lint: $(VENV)/.dev  ## ruff, mypy --strict, import layers, audit of dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m fuzzing.dependencies

evaluate: $(VENV)/.dev  ## scores on the annotated stories, against the floors
	$(BIN)/python -m evaluation

freeze: $(VENV)/.dev  ## write the frozen per-case results anew
	$(BIN)/python -m evaluation --freeze

bench: $(VENV)/.dev  ## speed, memory and growth, against the stored baseline
	$(BIN)/python -m benchmarks

# Other software has an environment of its own: some of it is under licences that Isnad must not come to depend on.
$(PEERS)/.done: benchmarks/peers.lock pyproject.toml
	@mkdir -p $(dir $(PEERS))
	test -x $(PEERS)/bin/python || $(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/peers.lock
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

bench-peers: $(PEERS)/.done  ## speed and quality beside other software, into docs/performance.md
	$(PEERS)/bin/python -m benchmarks.peers

lock: $(VENV)/.dev  ## resolve the locks anew (needs uv: $(BIN)/pip install uv)
	$(BIN)/uv pip compile --python-version 3.11 --universal --quiet --no-header --no-annotate --generate-hashes --no-emit-index-url pyproject.toml --extra build -o requirements.lock
	$(BIN)/uv pip compile --python-version 3.11 --universal --quiet --no-header --no-annotate --generate-hashes --no-emit-index-url pyproject.toml --extra build --extra dev -o requirements-dev.lock
	$(BIN)/uv pip compile --python-version 3.11 --universal --quiet --no-header --no-annotate --generate-hashes --no-emit-index-url -c requirements.lock pyproject.toml --extra build benchmarks/peers.in -o benchmarks/peers.lock

clean:  ## remove what was made here
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
