#!/usr/bin/env bash
# Tests scripts/parts.sh: how a part fails, what is shown of it, what the table says.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/parts.sh
source scripts/expect.sh

part_good() { echo "all is well"; }
# The failing command isn't the last one: only `set -e` inside the part can see it.
part_bad() {
    seq 100
    false
    echo "not reached"
}
part_torn() { false | cat; }
part_reader() { ! read -r; }
# What it started must end with it: nothing may hold the log open.
part_stuck() {
    echo "so far"
    sleep 600 &
    wait
}
run_inside "$@"

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

# check_part WHAT WANTED NAME [shown]: runs the part and compares what it prints.
check_part() {
    local what=$1 wanted=$2
    shift 2
    failed_part=
    run_part "$@" >"$logs/output"
    expect "$what" "$wanted" "$(cat "$logs/output")"
}

check_part "a part that passes is quiet" "== good" good
expect "its output is in its log" "all is well" "$(cat "$logs/good.log")"
check_part "a shown part is seen" "== good
all is well" good shown
expect "neither counts as failed" "" "$failed_part"

check_part "a part ends at its first failure, its last 60 lines are shown" "== bad
$(seq 41 100)
== bad FAILED (status 1); all of its output: $logs/bad.log" bad
expect "and is named" bad "$failed_part"
check_part "a shown part that fails is seen once" "== torn
== torn FAILED (status 1); all of its output: $logs/torn.log" torn shown
expect "and is named too" torn "$failed_part"
check_part "a part has no input" "== reader" reader <<<"a line"

part_seconds=1
check_part "a part that hangs is ended, and what it wrote is shown" "== stuck
so far
== stuck did not end within 1 s
== stuck FAILED (status 124); all of its output: $logs/stuck.log" stuck
part_seconds=1200

table=()
note_part long passed 12345
note_part short FAILED 7
expect "the table has a line for each part" "
part         result        time
long         passed    1234.5 s
short        FAILED       0.7 s" "$(print_table)"
