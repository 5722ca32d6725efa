# Needs Python 3.11 or later, make, and the network of a package registry; everything else goes into .venv.
.DEFAULT_GOAL := help
.PHONY: help install demo test check soak bench confidence lock docs
.DELETE_ON_ERROR:

BIN := .venv/bin
# The folder with gold claims and benchmark texts; it is not part of the repository.
GOLD ?= ../shared/gold
# The first Python that is new enough; PYTHON=/path/to/python make install chooses another.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

help:
	@echo "make install   the program and its tools, into .venv, from requirements.lock"
	@echo "make demo      takes the reports in examples/ into a ledger and prints from it"
	@echo "make test      all tests"
	@echo "make check     lint, format, types and the layer table"
	@echo "make soak      the property tests, many times over, and the tests that take minutes"
	@echo "make bench     quality and speed on the gold in GOLD=$(GOLD)"
	@echo "make confidence   the weights of a claim's confidence again, and their figures in docs/quality.md"
	@echo "make lock      requirements.lock again, from pyproject.toml"
	@echo "make docs      the pasted parts of README.md and docs/ again"

install: $(BIN)/.installed

$(BIN)/.installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or later is needed; none was found (PYTHON=/path/to/python)" >&2; exit 1; }
	@# Debian without python3-venv cannot put pip into a new environment: the system's pip then does.
	test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv || \
		{ $(PYTHON) -m venv --clear --without-pip .venv && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# SERVE=0 keeps it from serving pages; it serves none yet, and always ends by itself.
demo: install
	$(BIN)/reportedly demo

test: install
	$(BIN)/python -m pytest

check: install
	$(BIN)/ruff check src tests benchmarks tools
	$(BIN)/ruff format --check src tests benchmarks tools
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_layers.py

soak: install
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -m "hypothesis or soak"

bench: install
	$(BIN)/python benchmarks/quality.py $(GOLD)/dev
	$(BIN)/python benchmarks/speed.py $(GOLD)/public/toponyms_trnews.jsonl $(GOLD)/corpus/fakes.jsonl:75 --floor 4 --most-mb 500

# After a change of the rules: weights into src/, figures and plot into docs/. Takes half a minute.
confidence: install
	$(BIN)/python -m benchmarks.confidence --write $(GOLD)/dev tests/golden/beyond_a tests/golden/beyond_b

# No host is named: hashes hold wherever the files come from.
lock:
	$(BIN)/uv pip compile pyproject.toml --group dev --group build --universal --python-version 3.11 \
		--generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links --quiet \
		--custom-compile-command "make lock" --output-file requirements.lock $(if $(UPGRADE),--upgrade)

docs: install
	$(BIN)/python tools/paste.py
