#!/bin/sh
# build_pkg_config.sh PREFIX COMPILER
#
# A program that is built without CMake: sdnc and the C compiler by hand, with what pkg-config says of the library in
# PREFIX, where build_install.sh installed it; with libsdn.so, and static.
set -eu
usage="usage: build_pkg_config.sh PREFIX COMPILER"
prefix=$(realpath "${1:?$usage}")
cc=${2:?$usage}
here=$(cd "$(dirname "$0")" && pwd)
command -v pkg-config >/dev/null || { echo "pkg-config is not installed"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cp "$here/installed/note.schema" "$here/installed/main.c" .

fail() {
    echo "FAILED: $*"
    exit 1
}

PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name sdn.pc)")
export PKG_CONFIG_PATH
libdir=$(dirname "$PKG_CONFIG_PATH")
[ "$(pkg-config --modversion sdn)" = "$("$prefix/bin/sdnc" --version | sed 's/sdnc //')" ] || fail "another version"
pkg-config --validate sdn || fail "sdn.pc is not valid"
case $(pkg-config --libs sdn) in *pthread*) fail "-pthread is not private" ;; esac
case $(pkg-config --static --libs sdn) in *-pthread*) ;; *) fail "no -pthread in what a static program needs" ;; esac

"$prefix/bin/sdnc" generate note.schema -o . || fail "sdnc"
# As a user writes it in a Makefile; eval, because the prefix has blanks.
strict='-std=c11 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Werror'
eval "$cc $strict -o notes main.c note.c $(pkg-config --cflags --libs sdn)" || fail "build with libsdn.so"
eval "$cc $strict -static -o notes_static main.c note.c $(pkg-config --cflags --static --libs sdn)" ||
    fail "build with libsdn.a"

LD_LIBRARY_PATH="$libdir" ./notes notes.sdn one >/dev/null || fail "the program with libsdn.so does not run"
[ "$(./notes_static notes.sdn two)" = "notes: 2" ] || fail "the static program does not run"
! ./notes notes.sdn three 2>/dev/null || fail "the first program does not use libsdn.so"
echo ok
