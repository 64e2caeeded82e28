# Every target sets up what it needs. Start with: make serve, or make test.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup serve build test check lint format browser benchmark requirements clean

help:  ## show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: .venv/installed  ## set up the virtual environment in .venv

.venv/installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { echo "Python cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

serve: setup  ## build the site and show it at http://127.0.0.1:8000/
	$(BIN)/evidence serve

build: setup  ## build the site into site/public
	$(BIN)/evidence build

test: setup lint browser  ## run every test
	$(BIN)/python -m pytest

check: setup  ## check the records, summaries and vocabulary
	$(BIN)/evidence check

lint: setup  ## check the code: style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: setup  ## put the code into the house style
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

browser: setup  ## find a Chromium for the browser tests, or install one
	@$(BIN)/python -m tests.browser.chromium

benchmark: setup  ## measure the parts against peers in one run
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/pace.py

requirements:  ## pin all dependencies anew (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-annotate --custom-compile-command "make requirements" --upgrade -o requirements.txt

clean:  ## remove everything that can be made again
	rm -rf .venv .cache site/public build .pytest_cache .mypy_cache .ruff_cache .hypothesis tools/*.egg-info
