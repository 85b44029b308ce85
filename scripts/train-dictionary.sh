#!/usr/bin/env bash
# Trains the compression dictionary N from samples that the program makes itself, and writes
# FOLDER/dictionary-N.zstd and FOLDER/DictionaryN.swift.
#
#   scripts/train-dictionary.sh N FOLDER
#
# A dictionary that was shipped is never changed: what is stored or sent with it must stay readable.
# With zstd 1.5.4, dictionary 1 comes out byte for byte as it stands in docs/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if (($# != 2)); then
    sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi
number=$1 folder=$2
bytes_max=8192

samples=$(mktemp -d)
trap 'rm -rf "$samples"' EXIT
build=${TILLMESH_BENCHMARKS:-.build-benchmarks}/swift
swift build --configuration release --scratch-path "$build" --product benchmarks >&2
mkdir "$samples/files"
"$build/release/benchmarks" measure dictionary-samples "$samples/files"
# Trained in one order: the file system's own differs from machine to machine.
find "$samples/files" -type f | LC_ALL=C sort >"$samples/list"
zstd --quiet --force --train --filelist="$samples/list" --maxdict="$bytes_max" \
    --dictID="$((32768 + number))" -o "$folder/dictionary-$number.zstd"

{
    cat <<END
extension ShippedDictionary {
    /// docs/dictionary-$number.zstd as base32; scripts/train-dictionary.sh wrote it.
    static let text$number: StaticString = """
END
    base32 --wrap=80 "$folder/dictionary-$number.zstd" | tr '[:upper:]' '[:lower:]' | tr -d = |
        sed 's/^/        /; $!s/$/\\/'
    cat <<END
        """
}
END
} >"$folder/Dictionary$number.swift"
