# `make run` starts Potret on this machine, `make test` tests all of it. Both set up what they need.

python := .venv/bin/python
compile := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate

.PHONY: help run stop backup restore setup test faults bench lint audit mutations lock assets

help:
	@echo "make run     nyalakan Potret di komputer ini (PORT=8000)"
	@echo "make stop    hentikan yang dinyalakan oleh make run"
	@echo "make backup  cadangkan basis data yang sedang berjalan ke var/backups/"
	@echo "make restore pulihkan cadangan: make restore FILE=... (saat berhenti)"
	@echo "make test    jalankan semua pengujian"
	@echo "make faults  rusak semuanya dengan sengaja, tulis hasilnya ke docs/reliability.md (setengah jam)"
	@echo "make bench   ukur kecepatan di samping batasnya (beberapa menit; docs/performance.md)"
	@echo "make lint    periksa gaya, tipe, dan berkas compose"
	@echo "make audit   cari lubang keamanan pustaka, buat SBOM (perlu uv dan jaringan)"
	@echo "make mutations rusak satu pagar demi satu; pengujian harus menjadi merah"
	@echo "make setup   lengkapi .venv saja"
	@echo "make lock    kunci ulang pustaka (perlu uv)"
	@echo "make assets  bangun ulang berkas tampilan (perlu Node)"

run: setup
	@$(python) -m local run

stop: setup
	@$(python) -m local stop

backup: setup
	@$(python) -m local backup $(FILE)

restore: setup
	@$(python) -m local restore $(FILE)

setup:
	@sh local/setup.sh

test: setup
	@sh local/tools.sh
	@$(python) -m pytest -n 3 --dist worksteal

# One after another: many of them measure time.
faults: setup
	@sh local/tools.sh
	@POTRET_FAULTS=full $(python) -m pytest -n 0 -p tests.faults.report --reliability docs/reliability.md
	@POTRET_FAULTS=full $(python) -m pytest -n 0 tests/year

# Ratios against limits that are measured in the same run. One benchmark alone: python -m bench board
bench: setup
	@$(python) -m bench short

lint: setup
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy app workers local
	$(python) -m bandit -q -ll -c pyproject.toml -r app workers local config.py wsgi.py migrations
	$(python) -m check_jsonschema --builtin-schema vendor.compose-spec docker-compose.yml

# Known holes in the locked libraries, and a list of all of them (CycloneDX). Asks the network, so it is no part of `make test`.
# `--strict`: a library about which nothing could be learned is a failure, not a clean bill.
audit: setup
	uvx pip-audit --strict --require-hashes --disable-pip -r requirements/runtime.txt
	mkdir -p var
	uvx --from cyclonedx-bom cyclonedx-py requirements requirements/runtime.txt --of JSON -o var/sbom.json

# Breaks one wall or rule at a time in a copy of the tree: a mutation that no test notices is a hole in the tests.
mutations: setup
	@$(python) tests/tenancy/mutations.py

# Each file is held to the versions of the one before it, so they install together.
lock:
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(compile) requirements/runtime.in -o requirements/runtime.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(compile) requirements/local.in -o requirements/local.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(compile) requirements/test.in -o requirements/test.txt

assets:
	npm ci
	npm run build
