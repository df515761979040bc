# The two commands of the README are `make demo` and `make test`; the rest serves those who work on the project.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE ?= 1

.PHONY: help demo test check lint types contracts unit bench bench-intake bench-rescreen bench-names bench-goods \
    bench-simulate bench-evaluate bench-indicators bench-review bench-dashboard screenshots docs lock clean
.DEFAULT_GOAL := help

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# --no-deps: the lock is complete, so pip has nothing to resolve; every file is checked against its hash.
$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(VENV)/.ready ## set up, screen a day of sample declarations and print its alerts
	$(BIN)/screening demo

test: $(VENV)/.ready ## set up and run every check and test
	@$(MAKE) --no-print-directory check

check: lint types contracts unit ## what `make test` runs, on an environment that is there

lint: $(VENV)/.ready ## ruff: format and rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.ready ## mypy, strict
	$(BIN)/mypy

contracts: $(VENV)/.ready ## import-linter: imports run one way
	$(BIN)/lint-imports

# Two processes have the two cores; threads of their own would only get into each other's way.
unit: $(VENV)/.ready ## pytest on both cores
	POLARS_MAX_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder

bench: $(VENV)/.ready ## time and memory of a day, stage by stage
	$(BIN)/python -m bench.day

bench-indicators: $(VENV)/.ready ## the same day with 30 and with 365 days behind it
	$(BIN)/python -m bench.indicators

bench-rescreen: $(VENV)/.ready ## a list changes: a million parties against what changed
	$(BIN)/python -m bench.rescreen

bench-intake: $(VENV)/.ready ## intake: a million items in CSV, a hundred thousand in XML
	$(BIN)/python -m bench.intake_csv
	$(BIN)/python -m bench.intake_xml

bench-names: $(VENV)/.ready ## the name matcher on the labelled benchmark, beside its peers
	$(BIN)/python -m bench.names

bench-goods: $(VENV)/.ready ## the goods rules: labelled set, alarms in ordinary trade, a million items
	$(BIN)/python -m bench.goods

bench-simulate: $(VENV)/.ready ## ten million simulated items: time and memory
	$(BIN)/python -m bench.simulate

bench-evaluate: $(VENV)/.ready ## precision and recall on simulated trade of a seed never used for tuning
	$(BIN)/python -m bench.evaluate

bench-review: $(VENV)/.ready ## eight readers, four reviewers and a publish at once for two minutes, on either catalog
	$(BIN)/python -m bench.review

bench-dashboard: $(VENV)/.ready ## the dashboard's pages on 100,000 alerts
	$(BIN)/python -m bench.dashboard

screenshots: $(VENV)/.ready ## every page of the dashboard in each language (needs Chromium)
	$(BIN)/python -m bench.screenshots

docs: $(VENV)/.ready ## write the generated pages of docs/
	$(BIN)/screening docs --out docs

lock: ## pin the dependencies anew (needs uv)
	uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links \
	    --no-header --no-annotate --all-extras pyproject.toml -o requirements.lock

clean: ## remove what runs and tools wrote; keeps data/home
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
