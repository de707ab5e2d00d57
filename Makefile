PYTHON = .venv/bin/python
# Where this is set, every start would compile all of Rasa anew: half of its time.
unexport PYTHONDONTWRITEBYTECODE

UV = $(or $(shell command -v uv), .venv/bin/uv)

.PHONY: run test lint format bench lock revision clean

run: setup ## set up, migrate, seed the demo, train if needed, start everything
	@$(PYTHON) -m bot run || test $$? -eq 130

test: setup ## the whole test suite on SQLite
	@$(PYTHON) -m pytest

lint: setup ## ruff, mypy, the arrows between rooms, and Rasa's data with no warning allowed
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache
	@$(PYTHON) -m bot.dialogue.check
	@$(PYTHON) -m tools.check_nlu

format: setup
	@.venv/bin/ruff check --fix-only .
	@.venv/bin/ruff format .

bench: setup ## every benchmark, beside the stock Rasa pipeline
	@$(PYTHON) -m bench

lock: setup ## requirements.in → requirements.txt
	$(UV) pip compile --python-version 3.10 --annotation-style line --no-header \
		--override requirements-overrides.txt requirements.in -o requirements.txt

revision: setup ## make revision m="what changed in the tables"
	@$(PYTHON) -m bot revision "$(m)"

clean: ## all that can be made again; var/ (the database) stays
	rm -rf .venv models .rasa .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: setup
setup:
	@bin/setup
