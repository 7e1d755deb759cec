# Two commands do everything on a fresh machine: `make demo` and `make test`.
# What was set up once is not set up again: stamps carry the hash of what they were made from.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

# Debian's own Python goes first, where it will do: with one that pyenv had compiled without
# optimization, and put before it on PATH, the tests took 9 % more of the processor.
ifndef PYTHON
PYTHON := $(or $(shell /usr/bin/python3 -c 'import ensurepip, sys, venv; \
  sys.version_info < (3, 11) or print(sys.executable)' 2>/dev/null),python3)
endif
VENV := .venv/bin
hash = $(firstword $(shell cat $(1) 2>/dev/null | sha256sum))

SYSTEM := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk
SYSTEM_TESTS := chromium-headless-shell poppler-utils
PACKAGES := .venv/.packages-$(call hash,requirements.txt)
PACKAGES_TESTS := .venv/.tests-$(call hash,requirements-test.txt)
ASSETS := node_modules/.stamp-$(call hash,package.json package-lock.json static/assets.mjs)
FONTS := var/fonts/.fandol
PROXY := var/tools/nginx/usr/sbin/nginx

.PHONY: help demo demo-data clean-demo test setup system system-tests packages assets fonts \
  proxy release healthy pins format

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

demo: setup ## set up and run the demo; Ctrl-C stops it, its data stay
	@unset PYTHONDONTWRITEBYTECODE # four processes would compile every module anew
	DEMO=1 exec $(VENV)/python manage.py run_demo

demo-data: setup ## set up and build the demo's data, then exit
	@DEMO=1 exec $(VENV)/python manage.py run_demo --data-only

clean-demo: ## forget the demo's data
	@var="$${VAR_DIR:-var}"
	mkdir -p "$$var/postgres" "$$var/redis"
	exec 8>>"$$var/postgres/users.lock" 9>>"$$var/redis/users.lock"
	if ! flock -n 8 || ! flock -n 9; then
	  echo "make: the demo or a test run is using the data; stop it first" >&2
	  exit 1
	fi
	cd "$$var" && rm -rf postgres redis media static log secret_key celerybeat-schedule*

test: setup system-tests proxy $(PACKAGES_TESTS) ## set up, then every check and test
	@export DEMO=1
	unset PYTHONDONTWRITEBYTECODE # three processes would compile every module anew
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/djlint --quiet --lint templates
	$(VENV)/djlint --check templates
	$(VENV)/lint-imports
	$(VENV)/python -W error manage.py check --fail-level WARNING
	$(VENV)/python -W error manage.py makemigrations --check --dry-run
	mkdir -p var
	$(VENV)/python -W "ignore:Unable to activate" -m slipcover --out var/coverage.json \
	  -m pytest --numprocesses=2 --dist=worksteal --durations=15
	exec $(VENV)/python -m slipcover --merge var/coverage.json --out /dev/null \
	  --skip-covered --fail-under 95

setup: system packages assets fonts

# Install what is missing of the Debian packages $(1), or say who could.
define install
missing=""
for package in $(1); do
  dpkg-query -W -f '$${db:Status-Status}' "$$package" 2>/dev/null | grep -qx installed \
    || missing="$$missing $$package"
done
[ -n "$$missing" ] || exit 0
if ! command -v apt-get >/dev/null; then
  echo "make: no apt-get here; install what Debian calls$$missing, then: make SYSTEM= SYSTEM_TESTS= …" >&2
  exit 1
elif [ "$$(id -u)" = 0 ]; then as=""
elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then as="sudo"
else
  echo "make: neither root nor sudo; have somebody run: apt-get install$$missing" >&2
  exit 1
fi
echo "make: installing$$missing" >&2
export DEBIAN_FRONTEND=noninteractive
mkdir -p var/log
{ $$as apt-get -qq update || true
  $$as apt-get -qq -y -o DPkg::Lock::Timeout=300 install --no-install-recommends $$missing
} >var/log/apt.log 2>&1 || { tail -n 3 var/log/apt.log >&2; \
  echo "make: apt-get failed, see var/log/apt.log" >&2; exit 1; }
endef

system: ## Pango and fonts, by apt
	@[ -n "$(SYSTEM)" ] || exit 0
	needed="$(SYSTEM)"
	if ! command -v $(PYTHON) >/dev/null; then needed="$$needed python3"; fi
	if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then needed="$$needed python3-venv"; fi
	if [ -z "$${REDIS_URL:-}" ] && ! command -v redis-server >/dev/null && ! $(PYTHON) -c \
	  'import platform, sys; sys.exit(platform.machine() != "x86_64" or sys.version_info >= (3, 13))' 2>/dev/null
	then needed="$$needed redis-server"; fi
	$(call install,$$needed)

system-tests: ## a browser and a reader of PDF, by apt
	@$(call install,$(SYSTEM_TESTS))

packages: $(PACKAGES) ## the virtual environment with the pinned packages

$(PACKAGES) $(PACKAGES_TESTS): | system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "make: $(PYTHON) is missing or older than 3.11; name a newer one: make PYTHON=…" >&2; exit 1; }
	$(VENV)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	case $@ in *tests*) from=requirements-test.txt ;; *) from=requirements.txt ;; esac
	rm -f $(firstword $(subst -, ,$@))-*
	echo "make: installing the packages of $$from" >&2
	$(VENV)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $$from
	touch $@

assets: $(ASSETS) ## what the browser gets from npm

$(ASSETS): | $(PACKAGES)
	@if ! node -e 'process.exit(+(process.versions.node.split(".")[0] < 18))' 2>/dev/null \
	  || ! command -v npm >/dev/null; then
	  echo "make: no Node 18 here, taking the one from PyPI" >&2
	  $(VENV)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	    -r requirements-node.txt
	  export PATH="$(CURDIR)/$(VENV):$$PATH"
	fi
	echo "make: installing what the browser gets" >&2
	npm ci --no-audit --no-fund --loglevel=error --no-update-notifier >/dev/null
	rm -f node_modules/.stamp-*
	touch $@

# Fetch the Debian package $(1) into a folder $$work, to take files out without installing it.
define fetch
work=$$(mktemp -d)
trap 'rm -rf "$$work"' EXIT
echo "make: fetching $(1)" >&2
fetch() { (cd "$$work" && apt-get -qq -o APT::Sandbox::User=root download $(1)) >"$$work/log" 2>&1; }
fetch || { [ "$$(id -u)" = 0 ] && apt-get -qq update && fetch; } \
  || { cat "$$work/log" >&2; echo "make: apt-get cannot fetch $(1)$(2)" >&2; exit 1; }
endef

fonts: $(FONTS) ## the four Fandol families, out of a Debian package

$(FONTS): | system
	@$(call fetch,texlive-lang-chinese,; put the .otf of FandolFang FandolKai FandolHei FandolSong into var/fonts and touch $@)
	mkdir -p var/fonts
	dpkg-deb --fsys-tarfile "$$work"/*.deb | tar -x -C var/fonts --strip-components=9 \
	  --wildcards './usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/Fandol[FHKS]*.otf'
	touch $@

proxy: $(PROXY) ## an nginx to try the proxy's settings with; installs and starts nothing

$(PROXY):
	@$(call fetch,nginx nginx-common)
	mkdir -p var/tools/nginx
	for package in "$$work"/*.deb; do dpkg-deb -x "$$package" var/tools/nginx; done
	touch $@

release: ## before the new version serves: tables, lists and static files
	@$(VENV)/python manage.py migrate --noinput
	$(VENV)/python manage.py load_reference_data
	$(VENV)/python manage.py collectstatic --noinput --verbosity 0

healthy: ## whether the web server in this container answers
	@exec $(VENV)/python -c '
	import http.client, os
	web = http.client.HTTPConnection("127.0.0.1", 8000, timeout=8)
	headers = {"Host": os.environ["ALLOWED_HOSTS"].split(",")[0], "X-Forwarded-Proto": "https"}
	web.request("GET", "/healthz", headers=headers)
	assert web.getresponse().status == 200'

pins: $(PACKAGES_TESTS) ## compile the pinned packages anew from pyproject.toml
	@$(VENV)/python -m venv --clear var/uv
	var/uv/bin/python -m pip install --quiet uv
	compile() {
	  UV_CUSTOM_COMPILE_COMMAND="make pins" var/uv/bin/uv pip compile --quiet --universal --upgrade \
	    --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links "$$@"
	}
	compile pyproject.toml -o requirements.txt
	compile pyproject.toml --group test -c requirements.txt -o requirements-test.txt
	compile --group node -o requirements-node.txt
	rm -rf var/uv

format: $(PACKAGES_TESTS) ## bring code and templates into shape
	@$(VENV)/ruff check --quiet --fix .
	$(VENV)/ruff format --quiet .
	$(VENV)/djlint --quiet --reformat templates
