# Is the Swift tool chain here, and new enough? Sourced by ./test, ./run and scripts/build.sh.
# shellcheck shell=bash

# The oldest Swift that Package.swift accepts (its first line says the same).
swift_needed=6.3
swift_where="install it from https://www.swift.org/install/linux/ (Debian 12) and put its usr/bin on PATH"

# Prints the version of the Swift on PATH, such as 6.3.1; fails where there is none that starts.
swift_version() {
    local output
    output=$(swift --version 2>/dev/null) || return 1
    [[ $output =~ Swift\ version\ ([0-9]+(\.[0-9]+)*) ]] || return 1
    printf '%s\n' "${BASH_REMATCH[1]}"
}

# Succeeds when version $1 is $2 or newer; both are numbers with dots.
is_at_least() {
    [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]
}

# Says in one sentence what is missing and how to get it, and fails; silent when all is well.
check_toolchain() {
    local found
    if ! command -v swift >/dev/null; then
        echo "Tillmesh needs Swift $swift_needed or newer and this machine has none: $swift_where."
        return 1
    fi
    if ! found=$(swift_version); then
        echo "Tillmesh needs Swift $swift_needed or newer and $(command -v swift) doesn't start" \
            "(swift --version says why): $swift_where."
        return 1
    fi
    if ! is_at_least "$found" "$swift_needed"; then
        echo "Tillmesh needs Swift $swift_needed or newer and this machine has $found: $swift_where."
        return 1
    fi
}
