# Contact Lookup. `make help` says what there is.
SHELL := /bin/bash
# Rust's own folder is in the PATH of login shells only, on many machines.
export PATH := $(PATH):$(or $(CARGO_HOME),$(HOME)/.cargo)/bin

# What the page is made of: it is built again only when one of these has changed.
page_sources := $(shell find ui -path ui/node_modules -prune -o -path ui/dist -prune -o -type f -print)
npm_packages := ui/node_modules/.package-lock.json

.PHONY: run test build test-binary bundle bench fuzz types page clean help system test-windows

run: build ## install what is missing, build, open the program (without a display: save a picture of it)
	@scripts/run

test: ## formatting, lints, types, dependencies, unit, integration and window tests
	@scripts/install-system-packages build test
	@$(MAKE) --no-print-directory $(npm_packages)
	@scripts/test

test-windows: ## the unit and integration tests for Windows, under Wine; says what it needs
	@scripts/test-windows

build: system page ## the shipped program: target/release/contact-lookup
	@scripts/build-shipped

test-binary: system page ## the same with the feature loopback-api: target/test-binary/contact-lookup
	@scripts/build-test-binary

bundle: system page ## .deb and .rpm with their bills of materials: target/release/bundle/
	@scripts/bundle

bench: ## ratios: lookup, painting, start, memory
	@scripts/install-system-packages build test
	@$(MAKE) --no-print-directory page
	@scripts/bench

# Seconds for each target.
FUZZ_SECONDS ?= 600

fuzz: ## look for inputs that break the readers, FUZZ_SECONDS=600 for each of the five
	@scripts/install-system-packages build
	@FUZZ_SECONDS=$(FUZZ_SECONDS) scripts/fuzz

types: ## the page's types, written anew from the Rust types
	cargo test --locked --features loopback-api --lib export_bindings
	cp target/generated-types/*.ts ui/src/generated/

page: ui/dist/index.html

ui/dist/index.html: $(page_sources) $(npm_packages)
	npm --prefix ui run --silent build
	@touch $@

# No package may run a script of its own while it is installed.
$(npm_packages): ui/package.json ui/package-lock.json | system
	npm --prefix ui ci --ignore-scripts --no-audit --no-fund
	@touch $@

system:
	@scripts/install-system-packages build

clean: ## remove what was built and downloaded
	rm -rf target ui/dist ui/node_modules gen

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
