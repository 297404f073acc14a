#!/usr/bin/env bash
# Installs the Debian packages that pip and npm cannot bring; when not root, prints the one command instead.
# Usage: scripts/system-packages.sh run|test
set -euo pipefail

run=(python3-venv restic libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk)
test=("${run[@]}" chromium gettext poppler-utils libreoffice-writer-nogui)
declare -n wanted="${1:-run}"

missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing+=("$package")
done
# Another interpreter than Debian's brings its own venv module.
if python3 -c 'import venv, ensurepip' 2>/dev/null; then
  for index in "${!missing[@]}"; do
    [[ ${missing[$index]} == python3-venv ]] && unset 'missing[index]'
  done
fi
[[ ${#missing[@]} -eq 0 ]] && exit 0

command=(apt-get install -y --no-install-recommends "${missing[@]}")
if ! command -v apt-get >/dev/null || [[ $(id -u) -ne 0 ]]; then
  echo "系统缺少这些软件包，请先执行（system packages are missing, please run）："
  echo "    sudo apt-get update && sudo ${command[*]}"
  # Only the venv module is needed to go on; PDF and browser tests say by themselves what they miss.
  [[ " ${missing[*]} " == *" python3-venv "* ]] && exit 1
  exit 0
fi
echo "正在安装系统软件包（installing system packages）：${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
"${command[@]}" -qq >/dev/null
