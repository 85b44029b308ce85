#!/usr/bin/env bash
# Tests scripts/toolchain.sh and scripts/packages.sh against stand-ins for the system's commands.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/toolchain.sh
source scripts/packages.sh
source scripts/expect.sh

bin=$(mktemp -d)
trap 'rm -rf "$bin"' EXIT
for tool in bash cat env grep head id sort; do
    ln -s "$(command -v "$tool")" "$bin/$tool"
done

# stand_in NAME BODY: a command NAME that the code under test meets instead of the system's.
stand_in() {
    rm -f "$bin/$1"
    printf '#!%s/bash\n%s\n' "$bin" "$2" >"$bin/$1"
    chmod +x "$bin/$1"
}
# under_test COMMAND…: runs it with nothing but the stand-ins; prints its output, then its status.
under_test() {
    local status=0
    (PATH=$bin && hash -r && "$@") 2>&1 || status=$?
    echo "status $status"
}

expect "no tool chain is one sentence" \
    "Tillmesh needs Swift 6.3 or newer and this machine has none: $swift_where.
status 1" "$(under_test check_toolchain)"

stand_in swift 'echo "swift-driver version: 1.127 Apple Swift version 6.2.4 (swift-6.2.4-RELEASE)"'
expect "an old tool chain is named" \
    "Tillmesh needs Swift 6.3 or newer and this machine has 6.2.4: $swift_where.
status 1" "$(under_test check_toolchain)"

stand_in swift 'echo "error while loading shared libraries" >&2; exit 127'
expect "a tool chain that doesn't start is named" \
    "Tillmesh needs Swift 6.3 or newer and $bin/swift doesn't start (swift --version says why): $swift_where.
status 1" "$(under_test check_toolchain)"

for version in 6.3 6.3.1 6.10 7.0; do
    stand_in swift "echo 'Swift version $version (swift-$version-RELEASE)'"
    expect "Swift $version will do" "status 0" "$(under_test check_toolchain)"
done

# dpkg-query of this machine: one package here, one removed with its configuration left, no other.
stand_in dpkg-query '
case ${!#} in
    here) echo installed ;;
    removed) echo config-files ;;
    *) echo "no packages found" >&2; exit 1 ;;
esac'
expect "what is not installed is missing" "removed
absent
status 0" "$(under_test missing_packages here removed absent)"

stand_in apt-get "echo \"apt-get \$*\" >>'$bin/calls'"
expect "nothing missing, nothing done" "status 0" "$(under_test install_packages here)"
[[ ! -e $bin/calls ]] || fail "apt-get was called for nothing"

stand_in id 'echo 0'
expect "root installs, after the list" "Debian packages missing here: absent
status 0" "$(under_test install_packages here absent)"
expect "with apt-get alone" \
    "apt-get install --yes --quiet --no-install-recommends absent" "$(cat "$bin/calls")"

stand_in apt-get "echo \"apt-get \$1\"; [[ \$1 == update ]] && : >'$bin/lists'; [[ -e '$bin/lists' ]]"
expect "absent lists are fetched" "Debian packages missing here: absent
apt-get install
Fetching the package lists first.
apt-get update
apt-get install
status 0" "$(under_test install_packages absent)"

stand_in apt-get 'exit 100'
expect "a failure ends with what to run" "Debian packages missing here: absent
Fetching the package lists first.
They could not be installed. Once this works, run this again:
  apt-get update && apt-get install --no-install-recommends absent
status 1" "$(under_test install_packages absent)"

stand_in id 'echo 1000'
expect "without sudo it says what to run" "Debian packages missing here: absent
Ask the administrator of this machine to run:
  apt-get update && apt-get install --no-install-recommends absent
status 1" "$(under_test install_packages absent)"

stand_in sudo 'echo "sudo $*"'
expect "others install through sudo" "Debian packages missing here: absent
sudo env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends absent
status 0" "$(under_test install_packages absent)"

expect "the caller may have them already" \
    "Packages are taken as installed (TILLMESH_PACKAGES=have).
status 0" "$(TILLMESH_PACKAGES=have under_test need_packages absent)"

rm "$bin/dpkg-query"
expect "elsewhere than on Debian it lists them" \
    "This isn't Debian: install what these packages hold, then set TILLMESH_PACKAGES=have:
  absent
status 1" "$(under_test install_packages absent)"
