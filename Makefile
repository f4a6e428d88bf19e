# Two commands matter: `make run` and `make test`; each does its own set-up.

VENV := .venv
# A distribution's own Python is built with optimisations that one compiled on the machine may lack: a sixth faster.
BASE := $(shell /usr/bin/python3.11 -c 'import ensurepip' 2>/dev/null && echo /usr/bin/python3.11 || echo python3)
PYTHON := $(VENV)/bin/python
RUN_READY := $(VENV)/.ready-run
DEV_READY := $(VENV)/.ready-dev
BENCH_READY := $(VENV)/.ready-bench
# PostgreSQL's driver is installed if the address in the environment, or else in .env, asks for it.
DATABASE_URL ?= $(shell sed -n 's/^ *\(export  *\)\{0,1\}DATABASE_URL *= *["'"'"']\{0,1\}//p' .env 2>/dev/null | tail -n 1)
DRIVER_READY := $(if $(filter postgres%,$(DATABASE_URL)),$(VENV)/.ready-postgresql)

.PHONY: run test checks tests soak lint format migrate messages clean bench

run: $(RUN_READY) $(DRIVER_READY)  ## run the bot: on the sandbox, or on Telegram when BOT_TOKEN is set
	$(PYTHON) -m bot

test: $(DEV_READY)  ## lint, check types, run every test; side by side, because each alone leaves a core idle at times
	@$(MAKE) --no-print-directory --jobs=2 --keep-going checks tests

checks:  # what they say is shown at once, not between the lines of the tests
	@said=$$({ $(VENV)/bin/ruff format --check . && $(VENV)/bin/ruff check . && $(VENV)/bin/mypy; } 2>&1); \
	failed=$$?; printf '\n%s\n' "$$said"; exit $$failed

tests: export PYTHONDONTWRITEBYTECODE :=  # else each process rewrites the asserts of every module anew
tests:
	$(PYTHON) -m pytest -n 3 --maxschedchunk 4  # more than two cores: many tests wait for time to pass

soak: $(DEV_READY)  ## kill the bot 500 times, and run through 30 months of random faults (a quarter of an hour)
	SOAK=1 $(PYTHON) -m pytest -s tests/reliability/test_kills.py tests/reliability/test_processes.py \
		tests/reliability/test_random_months.py

lint: $(DEV_READY)  ## only ruff and mypy, and how many lines of tests there are per line of code
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(PYTHON) -m tests.ratio

format: $(DEV_READY)  ## format the code and fix what ruff can fix
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

migrate: $(DEV_READY)  ## write the migration that models/ need: make migrate MESSAGE="…"
	$(PYTHON) -m migrations.revise "$(MESSAGE)"

messages: $(DEV_READY)  ## update locales/ to the messages in views/
	$(PYTHON) locales/update.py

bench: $(BENCH_READY)  ## measure: make bench, or make bench FULL=1 for the figures of docs/performance.md
	$(PYTHON) -m benchmarks $(if $(FULL),--full)

clean:  ## delete the environment and the sandbox's data
	rm -rf $(VENV) var/sandbox

$(VENV)/bin/python:
	@echo "Setting up Ijrochi in $(VENV)/ (this happens once)."
	$(BASE) -m venv $(VENV)

$(RUN_READY): requirements.txt | $(VENV)/bin/python
	@echo "Installing the libraries the bot needs; this takes a minute or two."
	$(PYTHON) -m pip install --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.ready-postgresql: requirements-postgresql.txt $(RUN_READY)
	@echo "Installing the driver for PostgreSQL."
	$(PYTHON) -m pip install --disable-pip-version-check --require-hashes -r requirements-postgresql.txt
	@touch $@

$(DEV_READY): requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing the libraries and the test tools; this takes a minute or two."
	$(PYTHON) -m pip install --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(RUN_READY)

$(BENCH_READY): requirements-bench.txt $(DEV_READY)
	@echo "Installing the libraries for the measurements; this takes a minute or two."
	$(PYTHON) -m pip install --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@
