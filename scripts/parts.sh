# Runs the parts of ./test one after the other, each timed and logged, and keeps the table.
# Sourced by ./test. A part NAME is a function part_NAME; it fails by its exit status.
# shellcheck shell=bash

logs=.build/test-logs
log_lines_shown=60
table=()
# A part that says why it couldn't run ends with this status.
not_run=77
# A part that hangs is ended, with all it started, after so many seconds; what it wrote is shown.
part_seconds=${TILLMESH_PART_SECONDS:-1200}
# The same for the campaigns that take longer than a change should wait.
long_part_seconds=${TILLMESH_LONG_PART_SECONDS:-7200}
# What runs the function of one part, NAME being added: the sourcing script itself, which calls
# run_inside. A process of its own can be ended, and `set -e` holds in it wherever run_part stands.
part_command=("$(realpath "$0")" --inside)
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

# Runs the function of a part in this process, when the words are `--inside NAME`; the script ends.
run_inside() {
    [[ ${1:-} == --inside ]] || return 0
    set -eo pipefail
    "part_$2"
    exit 0
}

# Runs one part. Its output goes to its log; with `shown` also to the terminal, as it comes.
# A failure is left in failed_part.
run_part() {
    local name=$1 shown=${2:-} started status
    local words=("$part_seconds" "${part_command[@]}" "$name")
    started=$(tenths_now)
    printf '== %s\n' "$name"
    mkdir -p "$logs"
    set +e
    if [[ $shown == shown ]]; then
        timeout --foreground --kill-after=20 "${words[@]}" </dev/null 2>&1 | tee "$logs/$name.log"
        status=${PIPESTATUS[0]}
    else
        # In the background, so that an interrupt from the keyboard reaches it: timeout has a
        # process group of its own.
        timeout --kill-after=20 "${words[@]}" </dev/null >"$logs/$name.log" 2>&1 &
        running_part=$!
        trap 'kill "$running_part"; wait "$running_part"; exit 130' INT TERM
        wait "$running_part"
        status=$?
        trap - INT TERM
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
    if ((status == 124 || status == 137)); then
        printf '== %s did not end within %s s\n' "$name" "$part_seconds"
    fi
    printf '== %s FAILED (status %s); all of its output: %s\n' "$name" "$status" "$logs/$name.log"
}

# Prints the table of the parts that ran.
print_table() {
    printf '\n%-12s %-8s %9s\n' part result time
    printf '%s\n' "${table[@]}"
}
