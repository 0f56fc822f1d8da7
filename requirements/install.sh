#!/bin/sh
# Makes .venv and installs hashed requirements; does nothing when nothing changed.
# Usage: requirements/install.sh requirements.txt | requirements-dev.txt
set -eu
wanted=$1
python=${PYTHON:-python3}
command -v "$python" >/dev/null 2>&1 || { echo "Python is missing. Install python3 (3.11 or newer), for example: apt-get install python3 python3-venv" >&2; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "This is $("$python" --version). Wijha needs Python 3.11 or newer: install it, then run PYTHON=python3.12 make run" >&2; exit 1; }
mark=$(cat "$wanted" requirements/install.sh | cksum | tr ' ' '-')
stamp=.venv/.installed-$(basename "$wanted" .txt)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$mark" ] && exit 0
# the development set contains the running one
if [ "$wanted" = requirements.txt ] && [ -f .venv/.runtime-from-dev ] && [ "$(cat .venv/.runtime-from-dev)" = "$mark" ]; then exit 0; fi
if [ ! -x .venv/bin/python ]; then
  echo "Making .venv …"
  "$python" -c 'import ensurepip, venv' 2>/dev/null || { echo "The venv module of Python is missing. Install it, for example: apt-get install python3-venv" >&2; exit 1; }
  "$python" -m venv .venv
fi
echo "Installing $wanted (one to three minutes the first time) …"
said=$(mktemp)
installed=yes
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$wanted" >"$said" 2>&1 || installed=no
grep -v '^WARNING: Location' "$said" >&2 || [ $? = 1 ]
rm "$said"
[ "$installed" = yes ] || { echo "The installation failed; the lines above say why." >&2; exit 1; }
.venv/bin/python -m pip check --disable-pip-version-check >/dev/null || { echo "The installation is not complete; the lines above say why. Run the command again." >&2; exit 1; }
.venv/bin/python -c 'import flask, sklearn, skops, huey' 2>/dev/null || { echo "The installation is not complete; the lines above say why. Run the command again." >&2; exit 1; }
echo "$mark" > "$stamp"
[ "$wanted" = requirements-dev.txt ] && cat requirements.txt requirements/install.sh | cksum | tr ' ' '-' > .venv/.runtime-from-dev
exit 0
