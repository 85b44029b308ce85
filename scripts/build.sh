#!/usr/bin/env bash
# Builds the program for use, with Swift's own library inside, so that it runs without a tool chain.
# The program is .build/release/tillmesh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/toolchain.sh
source scripts/packages.sh

check_toolchain
need_packages "${build_packages[@]}"
swift build --configuration release --static-swift-stdlib --product tillmesh
