# The short commands of ISP Journal. The work of setting up is in tools/setup.sh, so that folders with spaces are no trouble.
#   make run     sets up what is missing and opens the app           make run ARGS="--journal '/path/to a/journal'"
#   make test    sets up what is missing and runs all tests          make test ARGS="-k anchors"
#   make check   everything that CI runs: format, lint, import rules, types, tests with their coverage
#   make lint    the same without the tests      make clean   takes away what was set up or built here

.PHONY: run test check lint clean setup
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

# Say COVER=yes to measure as well: the whole package, then the part that keeps a person's words.
COVER = no
LEAST_OVERALL = 95
LEAST_AT_HEART = 100
HEART = isp_journal/framework.py,isp_journal/anchors.py,isp_journal/storage/*,isp_journal/journal/*,isp_journal/exchange/*

run: setup
	@.venv/bin/isp-journal $(ARGS)

test: setup
ifeq ($(COVER),yes)
	@rm -f .coverage .coverage.*
	.venv/bin/python -m pytest -n auto --dist worksteal --cov --cov-report= $(ARGS)
	.venv/bin/python -m coverage report --fail-under=$(LEAST_OVERALL)
	.venv/bin/python -m coverage report --include='$(HEART)' --fail-under=$(LEAST_AT_HEART)
else
	.venv/bin/python -m pytest -n auto --dist worksteal $(ARGS)
endif

check: lint
	@$(MAKE) test COVER=yes

lint: setup
	.venv/bin/python -m ruff format --check .
	.venv/bin/python -m ruff check .
	.venv/bin/lint-imports
	.venv/bin/python -m mypy

setup:
	@sh tools/setup.sh

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.* build dist
	find isp_journal tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} +
