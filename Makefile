# The two commands everybody runs first: `make demo` and `make test`. Both set up what is missing and can be interrupted.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The tests without models or processes, side by side.
QUICK := $(BIN)/python -m pytest -q -p xdist.plugin -n 2 --dist worksteal \
  tests/unit tests/flow tests/attacks
# Times to the tenth of a second are taken with nothing beside them; the rest runs side by side, each file in one piece.
ALONE := $(BIN)/python -m pytest -q tests/contracts
SLOW := $(BIN)/python -m pytest -q -p xdist.plugin -n 2 --dist loadfile --durations=15 tests/tui tests/engines tests/faults
# Compiled modules are kept: compiling anew takes longer than many of the tests.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test check setup models docs bench clean

demo: models
	@echo "== A sample visit, from sound to a signed note =="
	@$(BIN)/casescribe demo

test: models
	@echo "== All tests (about ten minutes on two cores) =="
	@$(QUICK)
	@$(ALONE)
	@$(SLOW)

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m cogapp --check docs/commands.md docs/threat-model.md
	$(QUICK)
	$(ALONE)

setup: $(READY)

models: $(READY)
	@echo "== Models (about 450 MB, once; verified every time) =="
	@$(BIN)/casescribe models install

docs: setup
	$(BIN)/python -m cogapp -r docs/commands.md docs/threat-model.md

bench: models
	@$(BIN)/python -m pip install -q -c constraints.txt -e '.[dev,bench]'
	$(BIN)/python benchmarks/transcription.py ../shared/data/speech/manifest.jsonl
	$(BIN)/python benchmarks/redaction.py
	$(BIN)/python benchmarks/drafting.py

$(READY): pyproject.toml constraints.txt
	@echo "== Python environment in $(VENV) (about 2 GB, once) =="
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Casescribe needs Python 3.11 or newer. Install it, or name it: make demo PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv. Then run this again."; exit 1; }
	@$(BIN)/python -m pip install -q -c constraints.txt -e '.[dev]' || { \
	  echo "The packages could not be fetched. Nothing is broken: check the network (or your organisation's package mirror in pip's settings) and run this again; it carries on where it was."; exit 1; }
	@touch $(READY)

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
