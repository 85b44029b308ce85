#!/usr/bin/env bash
# Holds the shell scripts, the man page and the completions to their rules.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

echo "shellcheck"
shellcheck ./test ./run .ci/run scripts/*.sh benchmarks/run benchmarks/baselines/*.sh Tests/*/*.sh

echo "man pages"
for page in man/*.1; do
    complaints=$(groff -man -Tutf8 -ww -z "$page" 2>&1)
    if [[ -n $complaints ]]; then
        printf '%s\n' "$complaints"
        exit 1
    fi
done

echo "completions"
scripts/check-completion.sh

scripts/check-packages.sh
scripts/check-parts.sh
