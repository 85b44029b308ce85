#!/usr/bin/env bash
# Runs the outsider's own tests, then holds it against the program.
# Usage: run.sh TILLMESH
set -euo pipefail
tillmesh=$(realpath "$1")
data=${TILLMESH_TEST_DATA:-../shared/data}
[[ -d $data ]] && data=$(realpath "$data")
export TILLMESH_TEST_DATA=$data PYTHONDONTWRITEBYTECODE=yes
cd "$(dirname "${BASH_SOURCE[0]}")"

# Debian's packages serve Debian's Python; another one may come before it in PATH.
python=
for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c 'import nacl, zstandard' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [[ -z $python ]]; then
    echo "outsider: no Python here with PyNaCl and zstandard (python3-nacl, python3-zstandard)"
    exit 1
fi

"$python" -m unittest
"$python" campaign.py "$tillmesh"
