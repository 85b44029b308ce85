# Runs the parts of ./test one after the other, each timed and logged, and keeps the table.
# Sourced by ./test. A part NAME is a function part_NAME; it fails by its exit status.
# shellcheck shell=bash

logs=.build/test-logs
log_lines_shown=60
table=()
# A part that says why it couldn't run ends with this status.
not_run=77
# The part that failed, if one did.
failed_part=

# Tenths of a second since 1970; the decimal sign of EPOCHREALTIME depends on the locale.
tenths_now() {
    local microseconds=${EPOCHREALTIME//[!0-9]/}
    printf '%s\n' $((microseconds / 100000))
}

# Adds a line to the table: the part, how it ended, its time in tenths of a second.
note_part() {
    table+=("$(printf '%-12s %-8s %5d.%d s' "$1" "$2" $(($3 / 10)) $(($3 % 10)))")
}

# Runs one part. Its output goes to its log; with `shown` also to the terminal, as it comes.
#
# A failure is left in failed_part. Never call this in a condition (`if`, `&&`, `||`): there bash
# ignores `set -e` in all that runs, and a part would go on after its first failure.
run_part() {
    local name=$1 shown=${2:-} started status
    started=$(tenths_now)
    printf '== %s\n' "$name"
    mkdir -p "$logs"
    set +e
    if [[ $shown == shown ]]; then
        (
            set -eo pipefail
            "part_$name"
        ) </dev/null 2>&1 | tee "$logs/$name.log"
        status=${PIPESTATUS[0]}
    else
        (
            set -eo pipefail
            "part_$name"
        ) </dev/null >"$logs/$name.log" 2>&1
        status=$?
    fi
    set -e
    if ((status == 0)); then
        note_part "$name" passed $(($(tenths_now) - started))
        return
    fi
    if ((status == not_run)); then
        note_part "$name" "NOT RUN" $(($(tenths_now) - started))
        grep 'NOT RUN' "$logs/$name.log" || true
        return
    fi
    failed_part=$name
    note_part "$name" FAILED $(($(tenths_now) - started))
    [[ $shown == shown ]] || tail -n "$log_lines_shown" "$logs/$name.log"
    printf '== %s FAILED (status %s); all of its output: %s\n' "$name" "$status" "$logs/$name.log"
}

# Prints the table of the parts that ran.
print_table() {
    printf '\n%-12s %-8s %9s\n' part result time
    printf '%s\n' "${table[@]}"
}
