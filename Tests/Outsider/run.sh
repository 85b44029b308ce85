#!/usr/bin/env bash
# Runs the outsider's own tests, then holds it against the program.
# Usage: run.sh TILLMESH
set -euo pipefail
tillmesh=$(realpath "$1")
data=${TILLMESH_TEST_DATA:-../shared/data}
[[ -d $data ]] && data=$(realpath "$data")
export TILLMESH_TEST_DATA=$data PYTHONDONTWRITEBYTECODE=yes
cd "$(dirname "${BASH_SOURCE[0]}")"

./python.sh -m unittest
./python.sh campaign.py "$tillmesh"
