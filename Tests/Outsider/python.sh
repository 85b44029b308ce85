#!/usr/bin/env bash
# Runs a program with a Python that has PyNaCl and zstandard: python.sh PROGRAM ARGUMENT ...
set -euo pipefail

# Debian's packages serve Debian's Python; another one may come before it in PATH.
for candidate in python3 /usr/bin/python3; do
    if "$candidate" -c 'import nacl, zstandard' 2>/dev/null; then
        exec "$candidate" "$@"
    fi
done
echo "no Python here with PyNaCl and zstandard (python3-nacl, python3-zstandard)"
exit 1
