#!/usr/bin/env bash
# Makes the sample shop and rings the scripted day, as `./run </dev/null` does after its build.
# Usage: check-day.sh TILLMESH
set -euo pipefail
tillmesh=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$tillmesh" init --data "$folder/shop" --store 014 --lane 3 --currency USD \
    --zone America/New_York --sample
"$tillmesh" day --data "$folder/shop"
[[ -s $folder/shop/paper.txt ]] || {
    echo "check-day: the day left no receipt on paper" >&2
    exit 1
}
# A day can be rung again: the drawer was closed, numbers go on.
"$tillmesh" day --data "$folder/shop" --json | grep -q '"zNumber":2' || {
    echo "check-day: the second day isn't Z 2" >&2
    exit 1
}
