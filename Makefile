# Everything sets itself up: `make demo` and `make test` need Python (3.11 or newer), Git and make.
# What is installed is what the lock's copy in .venv says, whatever the files' dates: an environment
# that a runner brings along, with the same lock in it, is used as it is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PO := pipeline/locale/id/LC_MESSAGES/siar.po
MO := $(PO:.po=.mo)
RUNTIME := $(VENV)/requirements.lock $(BIN)/siar $(MO)
TOOLS := $(VENV)/requirements-dev.lock
FORGE := tests/github/node_modules/package-lock.json
PAGES := tests/pages/node_modules/package-lock.json
LIGHTHOUSE := tests/lighthouse/node_modules/package-lock.json
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps

.PHONY: help siar demo test lint soak soak-site fuzz lighthouse coverage mutants messages lock readme form callers pictures examples clean

help:
	@echo "make demo   watch the whole procedure carried out, in .demo/"
	@echo "make test   everything that CI checks"
	@echo "make siar   install the command, as .venv/bin/siar"
	@echo "make lock   resolve the dependencies anew"
	@echo "make soak N=20000      forge N histories, and look whether every one is found"
	@echo "make soak-site N=2000   change N websites step by step, and make them anew beside it"
	@echo "make fuzz MINUTES=5    feed every reader what nobody should have written"
	@echo "make lighthouse         measure the example's pages as a telephone on a slow line sees them"
	@echo "make coverage           which branches of pipeline/record its tests do not reach"
	@echo "make mutants            break pipeline/record, and count what its tests notice"

siar: $(RUNTIME)
	@:

demo: $(RUNTIME)
	@$(BIN)/python -m pipeline demo

# Without what Python keeps of it, each worker would take every test apart anew.
test: lint $(FORGE) $(PAGES)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 4 --dist worksteal

lint: $(RUNTIME) $(TOOLS)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# Longer than a test may take: each prints its counts, and exits with 1 when anything slipped through.
# Of N histories one is honest for ten that are forged.
N ?= 2000
MINUTES ?= 5
soak: $(RUNTIME) $(TOOLS)
	@$(BIN)/python -m tests.forging.soak --honest $$(( $(N) / 10 )) --forged $(N)

soak-site: $(RUNTIME) $(TOOLS)
	@$(BIN)/python -m tests.site.soak --sequences $(N)

fuzz: $(RUNTIME) $(TOOLS)
	@$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

lighthouse: $(RUNTIME) $(TOOLS) $(LIGHTHOUSE)
	@$(BIN)/python -m tests.lighthouse

# The room where everything is decided is tested to the last branch, and by what its tests notice.
coverage: $(RUNTIME) $(TOOLS)
	@$(BIN)/python -m pytest tests/record --cov=pipeline.record --cov-branch --cov-fail-under=100 \
		--cov-report=term-missing:skip-covered

mutants: $(RUNTIME) $(TOOLS)
	@$(BIN)/python -m tools.mutants

# pip refuses whatever does not carry the hash in the lock.
$(VENV)/requirements.lock: requirements.lock
	@"$(PYTHON)" -c 'import sys; sys.exit("Siar needs Python 3.11 or newer (make PYTHON=/path/to/python3.11)" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@cmp -s $< $@ || echo "Installing what Siar needs (once; about a minute) …"
	@cmp -s $< $@ || $(INSTALL) -r $<
	@cp $< $@

$(VENV)/requirements-dev.lock: requirements-dev.lock $(VENV)/requirements.lock
	@cmp -s $< $@ || echo "Installing what its tests need (once) …"
	@cmp -s $< $@ || $(INSTALL) -r $<
	@cp $< $@

# What GitHub publishes of its own API and events; of the API only the edition that is tested against
# is kept, a thirtieth of all. Where npm is missing, the tests that need it are skipped.
$(FORGE): tests/github/package-lock.json
	@cmp -s $< $@ || command -v npm >/dev/null || echo "Without npm, the tests of GitHub are skipped."
	@cmp -s $< $@ || ! command -v npm >/dev/null || { echo "Installing what GitHub publishes (once) …" && \
		npm ci --prefix tests/github --silent --no-audit --no-fund --ignore-scripts && \
		rm -f $(@D)/@octokit/openapi/generated/*.deref.json $(@D)/@octokit/openapi/generated/ghe*.json && \
		cp $< $@; }

# What the site's pages are held against. Nu's package fetches a Java of its own unless told not to.
$(PAGES): tests/pages/package-lock.json
	@cmp -s $< $@ || command -v npm >/dev/null || echo "Without npm, the tests of the pages' HTML and access are skipped."
	@cmp -s $< $@ || ! command -v npm >/dev/null || { echo "Installing what judges pages (once) …" && \
		npm ci --prefix tests/pages --silent --no-audit --no-fund --ignore-scripts && cp $< $@; }

$(LIGHTHOUSE): tests/lighthouse/package-lock.json
	@cmp -s $< $@ || { echo "Installing Lighthouse (once) …" && \
		npm ci --prefix tests/lighthouse --silent --no-audit --no-fund --ignore-scripts && cp $< $@; }

$(BIN)/siar: tools/link_checkout.py | $(VENV)/requirements.lock
	@$(BIN)/python $<

$(MO): $(PO) | $(VENV)/requirements.lock
	@$(BIN)/python -m babel.messages.frontend --quiet compile --domain siar --directory pipeline/locale --locale id

messages: $(TOOLS)
	@$(BIN)/python -m tools.messages

# The locks hold hashes for every platform, and name no host.
LOCK = $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host pyproject.toml
lock: $(TOOLS)
	@$(LOCK) -o requirements.lock
	@$(LOCK) --extra dev -c requirements.lock -o requirements-dev.lock

# The README's parts that come from the code; its pictures, from what `make demo` left, and the guide's.
readme: $(RUNTIME)
	@$(BIN)/python -m tools.write_readme

# The form for letters on a forge; an office runs it after it has changed `papers` in agency.yaml.
form: $(RUNTIME)
	@$(BIN)/python -m tools.write_issue_form

# The workflows by which another repository calls ours.
callers: $(RUNTIME)
	@$(BIN)/python -m tools.write_callers

pictures: $(RUNTIME) $(TOOLS)
	@$(BIN)/python -m tools.draw_readme .demo
	@$(BIN)/python -m tools.draw_guide

examples: $(RUNTIME)
	@$(BIN)/python -m tools.draw_examples
	@$(BIN)/python -m tools.set_examples

clean:
	rm -rf $(VENV) .demo build dist tests/*/node_modules
