#!/usr/bin/env bash
# Builds the C baselines into a folder: baselines/build.sh FOLDER
set -euo pipefail
source_folder=$(dirname "${BASH_SOURCE[0]}")
folder=${1:?usage: build.sh FOLDER}
mkdir -p "$folder"

build() {
    local name=$1
    shift
    read -ra flags <<<"$(pkg-config --cflags --libs "$@")"
    "${CC:-cc}" -std=c11 -O2 -Wall -Wextra -D_DEFAULT_SOURCE \
        -o "$folder/$name" "$source_folder/$name.c" "${flags[@]}"
}

build rows sqlite3 libsodium
build hop sqlite3 libsodium
build hashes libsodium
build lookups sqlite3
