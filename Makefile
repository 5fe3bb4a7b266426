# make run   set up and start on the policy that ships (PORT=8000 HOST=127.0.0.1 DATA=var)
# make test  set up and pass the tests
# make check format, lint, types, layers        make fix  put right what can be
# make bench figures of speed and quality       make compare beside other systems (ARGS=…)
# make fuzz damaged files against the readers (MINUTES=10)
# make fuzz-api the API against its OpenAPI document, longer (CASES=250 of each operation)
# make bundle one archive for machines without a network (EXTRAS=ocr,postgres PLATFORM=…)
# make clean

PORT ?= 8000
HOST ?= 127.0.0.1
DATA ?= var
CASES ?= 250
PYTHON ?= python3
MINUTES ?= 10
EXTRAS ?= ocr
BIN := .venv/bin

# A folder of wheels (pip's find-links) may hold its own build of torch; without one, take
# PyTorch's CPU build rather than gigabytes of CUDA libraries.
export UV_FIND_LINKS ?= $(PIP_FIND_LINKS)
ifeq ($(strip $(UV_FIND_LINKS)),)
export UV_TORCH_BACKEND ?= cpu
endif

.DEFAULT_GOAL := run
.PHONY: run test check fix bench fuzz fuzz-api compare wheel bundle clean

run: .venv/.ready
	$(BIN)/chatbot --data $(DATA) serve --host $(HOST) --port $(PORT)

test: .venv/.ready-dev
	$(BIN)/pytest -q -n 2 --dist loadfile $(ARGS)

check: .venv/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: .venv/.ready-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.ready-dev
	$(BIN)/python benchmarks/query.py

fuzz: .venv/.ready-dev
	nice $(BIN)/python benchmarks/fuzz.py --minutes $(MINUTES)

# The other systems are not in constraints.txt: nothing that the product needs depends on them.
compare: .venv/.ready-dev
	$(BIN)/uv pip install --python $(BIN)/python --quiet -c constraints.txt -e '.[transformers,ocr,dev,bench]'
	$(BIN)/python -m benchmarks.compare $(ARGS)

fuzz-api: .venv/.ready-dev
	FUZZ_CASES=$(CASES) $(BIN)/pytest -q tests/peers/test_openapi.py

wheel: .venv/.ready-dev
	$(BIN)/uv build --wheel --quiet --out-dir dist

bundle: .venv/.ready-dev
	$(BIN)/python deploy/offline/bundle.py --extras '$(EXTRAS)' $(if $(PLATFORM),--platform $(PLATFORM))

clean:
	rm -rf .venv dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

# The environment is remade when what it should hold changes.
.venv/bin/uv:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv

.venv/.ready: pyproject.toml constraints.txt | .venv/bin/uv
	$(BIN)/uv pip install --python $(BIN)/python --quiet --compile-bytecode -c constraints.txt -e '.[transformers,ocr]'
	touch $@

.venv/.ready-dev: pyproject.toml constraints.txt | .venv/bin/uv
	$(BIN)/uv pip install --python $(BIN)/python --quiet --compile-bytecode -c constraints.txt -e '.[transformers,ocr,dev]'
	touch $@ .venv/.ready
