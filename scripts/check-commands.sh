#!/usr/bin/env bash
# Holds the man page and the completions to what the program's own help says: every command, and
# every option of every command. Its argument is the program.
set -euo pipefail
program=$(realpath "${1:-.build/debug/tillmesh}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Text columns of a help page are two spaces or more apart.
commands=$("$program" --help | awk -F '  +' '/^  [a-z]/ { print $2 }')
[[ -n $commands ]] || {
    echo "tillmesh --help lists no commands"
    exit 1
}

result=0
# says FILE PATTERN WHAT: complains when no line of the file has the pattern.
says() {
    grep -qE -e "$2" "$1" || {
        echo "$1 doesn't have $3"
        result=1
    }
}

while read -r command; do
    echo "tillmesh $command"
    says man/tillmesh.1 "^\.SS ${command%% *}\$" "$command"
    read -ra words <<<"$command"
    options=$("$program" "${words[@]}" --help | awk '/^  --/ { print substr($1, 3) }')
    for word in "${words[@]:1}"; do
        says man/tillmesh.1 "\\b$word\\b" "$command"
    done
    for completion in completions/*; do
        for word in "${words[@]}"; do
            says "$completion" "\\b$word\\b" "$command"
        done
        for option in $options; do
            says "$completion" "(--|-l )$option\\b" "--$option of $command"
        done
    done
    for option in $options; do
        says man/tillmesh.1 "\\\\-\\\\-${option//-/\\\\-}\\b" "--$option of $command"
    done
done <<<"$commands"
exit "$result"
