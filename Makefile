# Everything sets itself up: `make demo` and `make test` need Python (3.11 or newer), Git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PO := pipeline/locale/id/LC_MESSAGES/siar.po
MO := $(PO:.po=.mo)

.PHONY: help demo test lint messages lock clean

help:
	@echo "make demo   watch the whole procedure carried out, in .demo/"
	@echo "make test   everything that CI checks"
	@echo "make lock   resolve the dependencies anew"

demo: $(VENV)/.installed $(MO)
	@$(BIN)/python -m pipeline demo

test: lint
	@$(BIN)/python -m pytest -n 2

lint: $(VENV)/.installed-dev $(MO)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# pip refuses whatever does not carry the hash in the lock.
$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Siar needs Python 3.11 or newer (make PYTHON=/path/to/python3.11)" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Siar needs (once; about a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python tools/link_checkout.py
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

$(MO): $(PO) | $(VENV)/.installed
	@$(BIN)/pybabel --quiet compile --domain siar --directory pipeline/locale --locale id

messages: $(VENV)/.installed-dev
	@$(BIN)/pybabel --quiet extract --no-location --sort-output --omit-header -o pipeline/locale/siar.pot pipeline
	@$(BIN)/pybabel --quiet update --no-fuzzy-matching --no-wrap --omit-header -D siar -i pipeline/locale/siar.pot -d pipeline/locale -l id
	@rm pipeline/locale/siar.pot

lock: $(VENV)/.installed
	@$(BIN)/python tools/lock.py

clean:
	rm -rf $(VENV) .demo build dist
