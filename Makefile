# Every target sets up all it needs: Python 3.11 or newer, make and a package index are enough.

PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
export UV_PYTHON_DOWNLOADS = never

UV := $(shell command -v uv || echo .tools/bin/uv)
READY := .venv/.ready

.PHONY: demo test test-thorough check bench soak faults relevance drawings lock common-words lock-installs clean

demo: $(READY)
	.venv/bin/sanvat demo --port $(PORT)

test: $(READY)
	.venv/bin/pytest -n 2 --dist worksteal -m "not slow and not thorough"

# What tests/tiers.py leaves out of `make test`: more databases, languages, widths, kills and seeds.
test-thorough: $(READY)
	.venv/bin/pytest -n 2 --dist worksteal -m "thorough and not slow"

check: $(READY)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/deptry .
	.venv/bin/pytest -q tests/shop/test_tables.py -k "migrations and sqlite"
	.venv/bin/pytest -q tests/running/test_alerts.py

bench: $(READY)
	.venv/bin/python -m benchmarks

# Sixteen writers, mirrors and servers killed, on both databases: half an hour on a busy machine.
soak: $(READY)
	.venv/bin/python -m tests.soak $(if $(SEED),--seed $(SEED))
	.venv/bin/python -m tests.soak.sealing $(if $(SEED),--seed $(SEED))
	.venv/bin/python -m tests.soak.reminders $(if $(SEED),--seed $(SEED))

# PostgreSQL killed, disks full, a store that hangs: each fault of tests/faults/table.py. As root, for
# small disks.
faults: $(READY)
	.venv/bin/pytest -m faults

relevance: $(READY)
	.venv/bin/python -m benchmarks.relevance

# After a change in media/illustrations/sources: draws what changed, and keeps the record.
drawings: $(READY)
	.venv/bin/python -m media.illustrations.drawing

# The lock names versions and hashes but no address, so that it works through any mirror. It is tried
# on every Python that we promise, as far as that goes without one.
lock: $(UV)
	$(UV) pip compile -q --universal --generate-hashes --no-header --no-annotate \
	  --group dev pyproject.toml -o requirements.lock
	$(UV) pip compile -q --universal --generate-hashes --no-header --no-annotate \
	  -c requirements.lock pyproject.toml -o requirements.run.lock
	$(MAKE) common-words lock-installs

common-words: $(READY)
	echo "pyvi==0.1.1 --hash=sha256:e5e9e0e40ea1a556af12646c6b754f065342c86f1dfe84785ba926e1190c0bb7" \
	  > .venv/pyvi.txt
	$(UV) pip install -q --no-deps --require-hashes --target .venv/pyvi -r .venv/pyvi.txt
	.venv/bin/python -m benchmarks.common_words .venv/pyvi

lock-installs: $(UV)
	for version in 3.11 3.12 3.13 3.14; do \
	  echo "requirements.lock on Python $$version"; \
	  $(UV) pip install -q --dry-run --only-binary :all: --python-version $$version \
	    --target .venv/dry-run --require-hashes -r requirements.lock || exit 1; \
	done

clean:
	rm -rf .venv .tools var

$(READY): requirements.lock pyproject.toml | $(UV)
	$(UV) venv -q --clear --python $(PYTHON) .venv
	$(UV) pip sync -q --python .venv --require-hashes requirements.lock
	$(UV) pip install -q --python .venv --no-deps --no-build-isolation -e .
	touch $@

.tools/bin/uv:
	$(PYTHON) -m venv .tools
	.tools/bin/pip install -q uv
