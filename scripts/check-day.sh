#!/usr/bin/env bash
# Rings the scripted day of one lane and that of four, as `./run </dev/null` does after its build,
# and holds what they print against what the lanes' own books say.
# Usage: check-day.sh TILLMESH
set -euo pipefail
tillmesh=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() {
    echo "check-day: $1" >&2
    exit 1
}

make_shop() {
    "$tillmesh" init --data "$1" --store 014 --lane 3 --currency USD --zone America/New_York \
        --sample
}

make_shop "$folder/shop"
"$tillmesh" day --data "$folder/shop"
[[ -s $folder/shop/paper.txt ]] || fail "the day left no receipt on paper"
# A day can be rung again: the drawer was closed, numbers go on.
"$tillmesh" day --data "$folder/shop" --json | grep -q '"zNumber":2' ||
    fail "the second day isn't Z 2"

make_shop "$folder/store/lane-3" >"$folder/init"
"$tillmesh" day --data "$folder/store/lane-3" --lanes 4 | tee "$folder/told"
# What ended with the day doesn't run any more, and each lane's books say what was printed.
digest=$(awk '$1 == "state" && $2 == "digest" { print $3 }' "$folder/told")
[[ -n $digest ]] || fail "the day of four lanes printed no digest"
for lane in 3 4 5 6; do
    data=$folder/store/lane-$lane
    grep -q '"ownerProcess":null' <<<"$("$tillmesh" status --data "$data" --json)" ||
        fail "lane $lane still runs"
    "$tillmesh" status --data "$data" | grep -q "^state *$digest\$" ||
        fail "lane $lane's state isn't the one that was printed"
    "$tillmesh" log verify --data "$data" >"$folder/verify" || fail "lane $lane's log doesn't verify"
done
awk '/^lanes 3 and 4:|^  lanes 3 and 4:/ { near = $NF } /^  lanes 5 and 6:/ { far = $NF }
    END { exit near == "" || near == far }' "$folder/told" ||
    fail "both sides of the cut had the same state"
# Once more, with the lanes that are there; in JSON, and nothing but JSON.
"$tillmesh" day --data "$folder/store/lane-3" --lanes 4 --json >"$folder/json"
python3 - "$folder/json" <<'END' || fail "the second day of four lanes doesn't add up"
import json, sys

day = json.load(open(sys.argv[1], encoding="utf-8"))
assert [lane["zNumber"] for lane in day["lanes"]] == [2, 2, 2, 2], day["lanes"]
# Both days are of one business date, unless the shop's night ended between them.
totals = sum(lane["grandTotalMinorUnits"] for lane in day["lanes"])
assert totals >= day["store"]["netMinorUnits"] > 0, (totals, day["store"])
near, far = day["apart"]
assert near["stateDigest"] != far["stateDigest"], day["apart"]
END
