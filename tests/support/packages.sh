# Sourced by the scripts that build: installs the Debian packages of the named commands and files that are missing.
# A shell, git and apt are all it needs.

# need PACKAGE COMMAND_OR_FILE: notes PACKAGE unless the command is found or the file exists.
missing_packages=""
need() {
    case $2 in
    /*) [ -e "$2" ] && return ;;
    *) command -v "$2" >/dev/null 2>&1 && return ;;
    esac
    missing_packages="$missing_packages $1"
}

install_missing() {
    [ -z "$missing_packages" ] && return
    as_root=""
    [ "$(id -u)" -eq 0 ] || as_root="sudo"
    echo "installing$missing_packages"
    if ! { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        $as_root apt-get install -y -qq --no-install-recommends $missing_packages; } >/dev/null; then
        echo "packages: installing failed; install$missing_packages by hand and run this again" >&2
        exit 1
    fi
    missing_packages=""
}

need_to_build() {
    need cmake cmake
    need ninja-build ninja
    need gcc gcc
    need libc6-dev /usr/include/stdlib.h
    need re2c re2c
    need lemon lemon
    need libxxhash-dev /usr/include/xxhash.h
}
