# Works in a clean clone on a machine that has only a Rust toolchain: what is missing is installed first (scripts/setup).
# What is up to date is not made again.

# The port of `make run`: make run PORT=9000
PORT ?= 8080

export PATH := $(CURDIR)/.tools/bin:$(HOME)/.cargo/bin:$(PATH)
export PORT
# npm trusts what the machine trusts: a school's proxy may have a certificate of its own.
export NODE_EXTRA_CA_CERTS ?= $(wildcard /etc/ssl/certs/ca-certificates.crt)

MANIFEST := client/dist/.vite/manifest.json
INSTALLED := client/node_modules/.installed
CLIENT := $(shell find client -path client/node_modules -prune -o -path client/dist -prune -o -type f -print) $(wildcard texts/*/lesson.ftl texts/*/lesson/*.ftl)

.PHONY: run test test-long audit bench bench-audio bench-janus bench-video bench-frames fuzz client protocol setup setup-test setup-long clean
.DEFAULT_GOAL := run
# One step after the other, even with -j: two set-ups at once would wait for each other's lock.
.NOTPARALLEL:

# Starts Lyceum with a demo school. What a school would run is what is built: optimised. That takes some minutes once.
run: setup $(MANIFEST)
	cargo build --release --bin lyceum
	@scripts/run

# Everything that must hold: formatting, lints, and the tests of server, client and browser.
test: setup-test $(MANIFEST)
	@scripts/test-browser install
	cargo fmt --all --check
	cd client && npm run --silent check
	cd client && npm test --silent
	scripts/test-rust
	scripts/test-browser
	@scripts/test-long when

# What takes too long for each change, to be run before a release; see scripts/test-long.
test-long: setup-long $(MANIFEST)
	@scripts/test-browser install
	scripts/test-long

# What is known against the packages that are used: advisories, versions that were taken back, licences; see scripts/audit.mjs.
audit:
	@scripts/audit

# The figures of docs/PERFORMANCE.md, on this machine.
bench: setup $(MANIFEST)
	scripts/bench

# Those of its sound.
bench-audio: setup $(MANIFEST)
	scripts/bench audio

# The same sound from Janus, in turn with it.
bench-janus: setup $(MANIFEST)
	scripts/bench janus

# The same with cameras and screens.
bench-video: setup $(MANIFEST)
	scripts/bench video

# And how many frames a second its room is drawn with.
bench-frames: setup $(MANIFEST)
	@scripts/test-browser install
	scripts/bench frames

# Throws invented bytes at everything that is parsed from the network, a minute a target; see scripts/fuzz.
fuzz: setup
	scripts/fuzz

client: setup $(MANIFEST)

# Writes the client's types anew from src/protocol. The test fails when they differed, and passes on the second call.
protocol:
	@cargo test --quiet --lib the_generated_typescript_is_up_to_date >/dev/null 2>&1 || cargo test --quiet --lib the_generated_typescript_is_up_to_date

setup:
	@scripts/setup

setup-test:
	@scripts/setup test

setup-long:
	@scripts/setup long

# All that was built or installed here; not the data of `make run`.
clean:
	cargo clean
	rm -rf client/dist client/node_modules load/baseline/node_modules .tools

$(INSTALLED): client/package.json client/package-lock.json | setup
	cd client && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(MANIFEST): $(INSTALLED) $(CLIENT)
	cd client && npm run --silent build
# Cargo sees a change of the files that the server embeds, but not that there are some for the first time.
	@touch src/web/assets.rs $@
