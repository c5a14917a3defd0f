# make serve   the archive at http://127.0.0.1:8000 (HOST, PORT and DATA_DIR from the environment)
# make test    everything CI asks for; TESTS="tests/archive -k masthead" for a part of it
# make pictures  screenshots of every kind of page, on a phone and a desktop, in DATA_DIR/screenshots
# make coverage  the same tests, with the lines and branches that none of them ran; pages in var/coverage/html
# make admin   the first editor's account
# make train  the weights with which pages are read (CORPUS=FILE.jsonl.xz PAGES="FOLDER[:EXPECTED][@SITE] …")
# make lock    every version again, with hashes, from requirements*.in (after a change there)
# make load    requests a second that the archive in DATA_DIR answers, and what it does with more (LOAD=--nginx)
# make audit   risky calls in the code, known holes in the packages (asks the net; not a part of make test)
# make soak    the long tests (hours); make bench CORPUS=FILE.jsonl.xz N=100000 the benchmarks

PYTHON ?= python3
DATA_DIR ?= var
HOST ?= 127.0.0.1
PORT ?= 8000
TESTS ?= tests
N ?= 100000
# One more than processors: some tests wait for others' processes.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
export DATA_DIR HOST PORT
# Python keeps what it compiled, even where an image of a container says it should not: commands start sooner.
unexport PYTHONDONTWRITEBYTECODE

VENV = .venv
PY = $(VENV)/bin/python
MANAGE = $(PY) manage.py
# Nothing is installed but what the lock names, byte for byte; nor is anything built with what it does not name. pip brings
# uv, and uv the rest, four times as quickly, from the index that pip is set to (a mirror, say).
INDEX = $${PIP_INDEX_URL:-$$($(PY) -m pip config get global.index-url 2>/dev/null || echo https://pypi.org/simple)}
BOOTSTRAP = $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
INSTALL = UV_DEFAULT_INDEX="$(INDEX)" $(VENV)/bin/uv pip install --quiet --python $(PY) --require-hashes --no-build-isolation
LOCK = UV_CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-emit-find-links

# The project's own pages, as they stand and as PDF and Word; the faults are for scoring and not among them.
OWN_PAGES = tests/samples:tests/golden@samples $(DATA_DIR)/typeset

train: $(VENV)/tests
	@test -n "$(CORPUS)" || { echo "train: name a corpus: make train CORPUS=articles.jsonl.xz PAGES=\"FOLDER[:EXPECTED][@SITE] …\"" >&2; exit 2; }
	$(PY) -m tests.typeset_pages $(DATA_DIR)/typeset
	$(MANAGE) train_reading $(CORPUS) $(foreach folder,$(PAGES) $(OWN_PAGES),--pages $(folder))

.PHONY: serve test suite pictures coverage lint admin lock audit soak bench train load chromium servers

serve: $(VENV)/runtime
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) ingest fixtures/seeds
	$(MANAGE) run_indexer --once
	$(MANAGE) collectstatic --noinput --verbosity 0
	exec $(VENV)/bin/gunicorn -c config/gunicorn.py config.wsgi

# The checks run beside the tests.
test: chromium servers
	$(MAKE) --no-print-directory -j 2 lint suite

suite: chromium servers
	$(PY) -m pytest -n $(WORKERS) $(TESTS)

pictures: chromium
	PICTURES=1 $(PY) -m pytest tests/browser

coverage: chromium servers
	$(PY) -m pytest -n $(WORKERS) --cov --cov-report=term --cov-report=html $(TESTS)

lint: $(VENV)/tests
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	find templates -name '*.html' -exec $(VENV)/bin/djade --target-version 5.2 --check {} +
	$(VENV)/bin/typos
	$(VENV)/bin/mypy .
	$(VENV)/bin/lint-imports --no-cache
	$(MANAGE) makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=config.settings.prod SECRET_KEY="$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	ALLOWED_HOSTS=news.example.cn SITE_URL=https://news.example.cn \
	$(MANAGE) check --deploy --tag security --fail-level WARNING

admin: $(VENV)/runtime
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) create_editor

lock: $(VENV)/tests
	$(LOCK) requirements-build.in -o requirements-build.txt
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-dev.in -o requirements-dev.txt

# What could not be looked up is said, and is no success.
audit: $(VENV)/tests
	$(VENV)/bin/bandit --quiet --severity-level medium --recursive --configfile pyproject.toml archive search config
	@for lock in requirements-build.txt requirements.txt requirements-dev.txt; do echo "pip-audit: $$lock"; \
	  $(VENV)/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off --timeout 30 -r $$lock || failed="$$failed $$lock"; done; \
	test -z "$$failed" || { echo "audit: holes are known in, or nothing could be asked of,$$failed: read above which." >&2; exit 1; }

soak: $(VENV)/tests
	SOAK_SECONDS=600 SOAK_KILLS=50 SOAK_FILES=20000 SOAK_HOSTILE=all $(PY) -m pytest tests/soak -o "addopts=" -v
	SOAK_DAMAGES=20 $(PY) -m pytest tests/archive/ingest tests/search --hypothesis-profile=soak
	$(PY) -m pytest tests/test_no_server_error.py tests/archive/machine/test_api_generated.py --hypothesis-profile=soak

bench: $(VENV)/tests
	@test -n "$(CORPUS)" || { echo "bench: name a corpus: make bench CORPUS=articles.jsonl.xz N=100000" >&2; exit 2; }
	$(MANAGE) bench_ingest $(CORPUS)
	$(MANAGE) bench_search $(CORPUS) --articles $(N)
	@echo "For whole pages, over the archive in DATA_DIR: $(MANAGE) bench_pages"

# Through nginx: make load LOAD=--nginx
load: servers
	$(PY) -m tests.load $(LOAD)

chromium: $(VENV)/tests
	$(PY) -m tests.browser.install_chromium

servers: $(VENV)/tests
	$(PY) -m tests.deploy.install_servers

# Each stamp is newer than the requirements it was made from. What serves is compiled, for who runs it may not write there.
$(VENV)/runtime: requirements-build.txt requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is older than Python 3.11: name a newer one, as in  make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(BOOTSTRAP) -r requirements-build.txt
	$(INSTALL) --compile-bytecode -r requirements.txt
	@touch $@

$(VENV)/tests: requirements-dev.txt $(VENV)/runtime
	$(INSTALL) -r requirements-dev.txt
	@touch $@
