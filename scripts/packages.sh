# The Debian packages that Tillmesh needs, and how the missing ones get here.
# Sourced by ./test, ./run and scripts/build.sh.
# shellcheck shell=bash

# To build and to run.
build_packages=(
    g++ # the C library's headers and the linker's parts that Swift needs on Linux
    make
    pkg-config
    libavahi-client-dev
    libncurses-dev
    libsodium-dev
    libsqlite3-dev
    libzstd-dev
    tzdata # the time zones of stores
)

# Beside those, to test: a terminal that a script can type into, and readers of test data.
test_packages=(
    avahi-daemon # with what follows: a private LAN of hosts that find each other
    avahi-utils
    dbus
    iproute2
    nftables
    util-linux
    groff-base # reads the man page back
    gzip
    prometheus # promtool, which reads the metrics; ./test runs no server
    python3
    python3-nacl # with python3-zstandard: another program that speaks the protocol
    python3-zstandard
    shellcheck
    sqlite3
    tmux
    zstd
)

# Prints those of the packages named that aren't installed, one a line.
missing_packages() {
    local package
    for package in "$@"; do
        dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null |
            grep -qx installed || printf '%s\n' "$package"
    done
}

# Installs those of the packages named that are missing, after listing them.
#
# Root installs at once, others through sudo. Where neither goes, prints the command to run and
# fails. Package lists are fetched when there are none or when they don't have what is wanted.
install_packages() {
    local missing=() as_root=() sudo=
    if ! command -v dpkg-query >/dev/null; then
        echo "This isn't Debian: install what these packages hold, then set TILLMESH_PACKAGES=have:"
        printf '  %s\n' "$@"
        return 1
    fi
    mapfile -t missing < <(missing_packages "$@")
    if ((${#missing[@]} == 0)); then
        return 0
    fi
    echo "Debian packages missing here: ${missing[*]}"
    if [[ $(id -u) != 0 ]]; then
        if ! command -v sudo >/dev/null; then
            echo "Ask the administrator of this machine to run:"
            echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
            return 1
        fi
        as_root=(sudo) sudo="sudo "
    fi
    fetch_and_install "${missing[@]}" && return 0
    echo "They could not be installed. Once this works, run this again:"
    echo "  ${sudo}apt-get update && ${sudo}apt-get install --no-install-recommends ${missing[*]}"
    return 1
}

# The first try uses the lists that are here; a fresh image has none or stale ones.
fetch_and_install() {
    local install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
        apt-get install --yes --quiet --no-install-recommends)
    "${install[@]}" "$@" && return 0
    echo "Fetching the package lists first."
    "${as_root[@]}" apt-get update --quiet && "${install[@]}" "$@"
}

# What ./run and ./test call: the packages named, unless the caller says that he has them.
need_packages() {
    if [[ ${TILLMESH_PACKAGES:-} == have ]]; then
        echo "Packages are taken as installed (TILLMESH_PACKAGES=have)."
        return 0
    fi
    install_packages "$@"
}
