# Two commands matter: `make run` and `make test`; each does its own set-up.

VENV := .venv
PYTHON := $(VENV)/bin/python
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev
BENCH_READY := $(VENV)/.ready-bench

.PHONY: run test soak lint format migrate messages clean bench

run: $(RUN_READY)  ## run the bot: on the sandbox, or on Telegram when BOT_TOKEN is set
	$(PYTHON) -m bot

test: $(DEV_READY)  ## lint, check types, run every test
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(PYTHON) -m pytest -n 2

soak: $(DEV_READY)  ## kill the bot 500 times, and live through 30 months of random faults (a quarter of an hour)
	SOAK=1 $(PYTHON) -m pytest -s tests/reliability/test_kills.py tests/reliability/test_random_months.py

lint: $(DEV_READY)  ## ruff and mypy alone, and the lines of tests for one of code
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(PYTHON) -m tests.ratio

format: $(DEV_READY)  ## rewrite the code as ruff lays it out
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

migrate: $(DEV_READY)  ## write the migration that models/ ask for: make migrate MESSAGE="…"
	$(PYTHON) -m migrations.revise "$(MESSAGE)"

messages: $(DEV_READY)  ## bring locales/ to what views/ say
	$(PYTHON) locales/update.py

bench: $(BENCH_READY)  ## measure: make bench, or make bench FULL=1 for the figures of docs/performance.md
	$(PYTHON) -m benchmarks $(if $(FULL),--full)

clean:  ## forget the environment and the sandbox's data
	rm -rf $(VENV) var/sandbox

$(VENV)/bin/python:
	@echo "Setting up Ijrochi in $(VENV)/ (this is done once)."
	python3 -m venv $(VENV)

$(RUN_READY): requirements.txt | $(VENV)/bin/python
	@echo "Installing the libraries that the bot needs: a minute or two."
	$(PYTHON) -m pip install --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(DEV_READY): requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing the libraries and the tools of the tests: a minute or two."
	$(PYTHON) -m pip install --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(RUN_READY)

$(BENCH_READY): requirements-bench.txt $(DEV_READY)
	@echo "Installing the libraries of the measurements: a minute or two."
	$(PYTHON) -m pip install --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@
