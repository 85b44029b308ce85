#!/usr/bin/env bash
# Has systemd and udev check the files that `make install` gave them.
# Usage: check-system.sh PREFIX, as it was given to `make install` with an empty DESTDIR.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/expect.sh
lib=$1/lib
# What systemd-analyze calls exposure, in tenths; a unit that is more open than this must say why.
exposure_max=20

# has PROGRAM WHAT: whether it is here; else says what isn't checked.
has() {
    command -v "$1" >/dev/null && return 0
    echo "NOT RUN: $2 (no $1)"
    return 1
}

if has systemd-analyze "check of the systemd units"; then
    units=("$lib"/systemd/system/tillmesh-node.service "$lib"/systemd/system/tillmesh-lane@.service)
    # It instantiates a template by itself; the man page isn't installed in the system.
    said=$(systemd-analyze verify --man=no "${units[@]}" 2>&1) || fail "systemd-analyze: $said"
    # Other units of this machine may be at fault; of ours nothing may be said.
    said=$(grep -F tillmesh <<<"$said" || true)
    expect "systemd finds nothing wrong with the units" "" "$said"
    for unit in "${units[@]}"; do
        score=$(systemd-analyze security --no-pager --offline=yes --threshold=$exposure_max \
            "$unit" 2>&1 | tail -n 1) || fail "${unit##*/} is too open: $score"
        echo "ok  ${score#*→ }"
    done
fi
if has systemd-sysusers "check of sysusers.d"; then
    said=$(systemd-sysusers --dry-run "$lib/sysusers.d/tillmesh.conf" 2>&1) ||
        fail "systemd-sysusers: $said"
    [[ $said == *tillmesh* ]] || id tillmesh >/dev/null 2>&1 ||
        fail "systemd-sysusers would make no user: $said"
    echo "ok  systemd makes the user"
fi
# `--dry-run` came with systemd 256; in a root of its own what it makes can be looked at.
if has systemd-tmpfiles "check of tmpfiles.d"; then
    tree=$(mktemp -d)
    trap 'rm -rf "$tree"' EXIT
    mkdir "$tree/etc"
    printf 'tillmesh:x:%s:%s::/:/bin/false\n' "$(id -u)" "$(id -g)" >"$tree/etc/passwd"
    printf 'tillmesh:x:%s:\n' "$(id -g)" >"$tree/etc/group"
    systemd-tmpfiles --create --root="$tree" "$lib/tmpfiles.d/tillmesh.conf"
    expect "systemd makes the data directory its owner's alone" \
        "700" "$(stat -c %a "$tree/var/lib/tillmesh")"
fi
if has udevadm "check of the udev rules"; then
    if udevadm verify --help >/dev/null 2>&1; then
        udevadm verify --resolve-names=never "$lib/udev/rules.d/60-tillmesh.rules" >/dev/null
        echo "ok  udev finds nothing wrong with the rules"
    else
        echo "NOT RUN: check of the udev rules (this udevadm has no verify)"
    fi
fi
