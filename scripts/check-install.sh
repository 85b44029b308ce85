#!/usr/bin/env bash
# Installs into an empty directory and looks at what came, as a packager would.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/expect.sh

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
make --no-print-directory
make --no-print-directory install DESTDIR="$root" PREFIX=/usr

expect "the program, its page, its completions and its units are where Debian looks for them" \
    "usr/bin/tillmesh
usr/lib/systemd/system/tillmesh-lane@.service
usr/lib/systemd/system/tillmesh-node.service
usr/lib/sysusers.d/tillmesh.conf
usr/lib/tmpfiles.d/tillmesh.conf
usr/lib/udev/rules.d/60-tillmesh.rules
usr/share/bash-completion/completions/tillmesh
usr/share/fish/vendor_completions.d/tillmesh.fish
usr/share/man/man1/tillmesh.1
usr/share/zsh/site-functions/_tillmesh" \
    "$(cd "$root" && find . -type f -printf '%P\n' | LC_ALL=C sort)"

# An empty environment: no tool chain, no library path.
version=$(env -i "$root/usr/bin/tillmesh" version)
[[ $version =~ ^tillmesh\ [0-9]+\.[0-9]+\.[0-9]+ ]] || fail "the installed program says: $version"
echo "ok  the installed program runs without the tool chain: $version"
if ldd "$root/usr/bin/tillmesh" | grep -E 'swift|Foundation|not found'; then
    fail "the installed program wants libraries of the tool chain"
fi

# The units name the program by its place, so it has to be in one for those who check them.
make --no-print-directory install PREFIX="$root/there" >/dev/null
scripts/check-system.sh "$root/there"
