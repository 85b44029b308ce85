# One assertion for the tests of the scripts. Sourced by them.
# shellcheck shell=bash

fail() {
    printf 'FAILED: %s\n' "$1"
    exit 1
}

# expect WHAT WANTED GOT
expect() {
    [[ $2 == "$3" ]] || fail "$(printf '%s\nwanted:\n%s\ngot:\n%s' "$1" "$2" "$3")"
    printf 'ok  %s\n' "$1"
}
