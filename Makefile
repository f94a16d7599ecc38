# Everything a person does with this repository. Each target installs what it needs.

PYTHON ?= python3.11
BIN := .venv/bin
SHELL := /bin/bash
.DEFAULT_GOAL := help

.PHONY: help demo test check docs stubs screenshots bench accuracy synth models clean

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

.venv/core: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

# torch first and pinned: a plain requirement would pull gigabytes of CUDA
.venv/dev: pyproject.toml .venv/core
	$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[train,dev]'
	touch $@

# for the tests of the mini-program; they skip, and say so, without
miniprogram/node_modules: miniprogram/package-lock.json
	if command -v npm >/dev/null; then cd miniprogram && npm ci --silent --no-audit --no-fund && touch node_modules; fi

demo: .venv/core  ## a demo shop, one scene recognised, priced and drawn
	$(BIN)/colugo demo --force demo-shop

test: .venv/dev miniprogram/node_modules  ## everything that CI runs
	$(MAKE) check

check: .venv/dev  ## lint, types, import rules, tests with coverage
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses auto --dist loadfile --cov --cov-report=term

docs: .venv/dev  ## write the parts of the manual that come from the code
	$(BIN)/python -m colugo.interfaces.cli.reference docs
	$(BIN)/python -m colugo.training.recipe_reference docs

stubs: .venv/dev  ## make the Python stubs of proto/
	$(BIN)/python proto/generate.py

screenshots: .venv/dev  ## take the pictures of docs/kiosk; minutes long
	$(BIN)/python benchmarks/kiosk_screens.py

bench: .venv/dev  ## measure; minutes long; prints what docs/measured.md holds
	$(BIN)/python benchmarks/bench_search.py
	$(BIN)/python benchmarks/bench_scene.py
	$(BIN)/python benchmarks/bench_models.py
	$(BIN)/python -m colugo.training.evaluate_detector recipes/detector.yaml \
	  src/colugo/models/detector.onnx ../shared/weights/yolox_nano.onnx

accuracy: .venv/dev  ## judge the default models and write docs/accuracy.md; half an hour
	$(BIN)/python benchmarks/accuracy.py

synth: .venv/dev  ## draw the pictures that the default models are trained on; an hour
	$(BIN)/colugo synth products runs/synth/products --count 1941 --views 6 --processes 2
	$(BIN)/colugo synth scenes runs/synth/scenes --count 1600 --products 3000 --seed 1 --processes 2

models: .venv/dev  ## train and export the default models again; hours (first: make synth)
	$(BIN)/python -m colugo.training.yolox_start runs/start/yolox_nano.pt \
	  ../shared/weights/yolox_nano.onnx ../shared/data/checkout-belt ../shared/data/beverages
	$(BIN)/python -m colugo.training.train_detector recipes/detector.yaml
	$(BIN)/python -m colugo.training.export_detector recipes/detector.yaml src/colugo/models/detector.onnx
	for recipe in embedder_grocery embedder embedder_grocery_twin embedder_twin; do \
	  $(BIN)/python -m colugo.training.train_embedder recipes/$$recipe.yaml || exit 1; done
	$(BIN)/python -m colugo.training.average_embedder \
	  recipes/embedder_grocery.yaml recipes/embedder.yaml 0.35 runs/embedder-average
	$(BIN)/python -m colugo.training.average_embedder \
	  recipes/embedder_grocery_twin.yaml recipes/embedder_twin.yaml 0.35 runs/embedder-twin-average
	$(BIN)/python -m colugo.training.export_embedder \
	  recipes/embedder.yaml src/colugo/models/embedder.onnx runs/embedder-average
	$(BIN)/python -m colugo.training.export_embedder \
	  recipes/embedder_twin.yaml runs/embedder-twin/embedder.onnx runs/embedder-twin-average

clean:  ## remove what the targets made
	rm -rf .venv demo-shop runs miniprogram/node_modules miniprogram/build .mypy_cache .ruff_cache .pytest_cache .coverage
