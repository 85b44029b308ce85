#!/usr/bin/env bash
# Asks the completion for bash what a person would ask it with the tab key.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/expect.sh
source completions/tillmesh.bash

# completes WANTED WORD…: what is offered for the last word, sorted, on one line.
completes() {
    local wanted=$1
    shift
    COMP_WORDS=(tillmesh "$@")
    COMP_CWORD=$#
    COMPREPLY=()
    _tillmesh || true
    expect "tillmesh $*<tab>" "$wanted" "$(printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd ' ')"
}

completes "$(awk '/^\.SS / { print $2 }' man/tillmesh.1 | sort | paste -sd ' ')" ""
completes "stock" sto
completes "receive" stock rec
completes "check journal x z" --data /nowhere report ""
completes "verify" log verif
completes "--as --data --deep --help --json" doctor --
completes "Europe/London" init --zone Europe/Lond
