#!/bin/sh
# build_without_generator.sh SDNC_SOURCE PREFIX COMPILER XXHASH_INCLUDE_DIR
#
# A build that takes an sdnc that is there already, the one that build_install.sh installed in PREFIX, and so needs neither
# re2c nor lemon; nor cmocka, as tests are not built: as a subdirectory, for this machine and for another one, and for the
# library alone. Nothing but xxhash.h is taken from the directory of xxhash.h.
set -eu
usage="usage: build_without_generator.sh SDNC_SOURCE PREFIX COMPILER XXHASH_INCLUDE_DIR"
source=$(realpath "${1:?$usage}")
prefix=$(realpath "${2:?$usage}")
cc=${3:?$usage}
xxhash=${4:?$usage}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
project="$work/a project"
cp -R "$here/../generate/consumer" "$project"
sed -i 's/SDNC_SOURCE}" sdnc)/SDNC_SOURCE}" sdnc EXCLUDE_FROM_ALL)/' "$project/CMakeLists.txt"

fail() {
    echo "FAILED: $*"
    [ ! -f "$work/log" ] || cat "$work/log"
    exit 1
}

says() {
    tr -s ' \n' '  ' <"$work/log" | grep -q "$1" || fail "no '$1': $2"
}

# configure SOURCE BUILD option...
configure() {
    from=$1
    build=$2
    shift 2
    cmake -S "$from" -B "$build" "$@" >"$work/log" 2>&1
}

needs_no_tools() {
    ! grep -E 'RE2C|LEMON|CMOCKA' "$1/CMakeCache.txt" || fail "asked for tools that are not needed: $1"
}

launcher=$(command -v ccache || true)
set -- -DCMAKE_C_COMPILER_LAUNCHER="$launcher" -DSDNC_SOURCE="$source" -DCMAKE_C_FLAGS=-O0 # faster to build

# The headers of another C library beside xxhash.h.
mkdir "$work/include"
cp "$xxhash/xxhash.h" "$work/include/"
echo '#error "not the header of this C library"' | tee "$work/include/stdio.h" >"$work/include/stdlib.h"

# Found on the PATH by its name.
PATH="$prefix/bin:$PATH" configure "$project" "$work/named" "$@" -DCMAKE_C_COMPILER="$cc" -DSDNC_EXECUTABLE=sdnc \
    -DSDN_XXHASH_INCLUDE_DIR="$work/include" || fail "configure with SDNC_EXECUTABLE=sdnc"
needs_no_tools "$work/named"
cmake --build "$work/named" --parallel 2 >"$work/log" 2>&1 || fail "build with SDNC_EXECUTABLE=sdnc"
[ "$("$work/named/tracker")" = minor ] || fail "the program does not run"
[ -z "$(find "$work/named" -name sdnc -type f -perm -u+x)" ] || fail "an sdnc was built that is not needed"

# Looked for on the PATH without being named; then by a path that is relative to the sources.
rm "$work/named/CMakeCache.txt"
PATH="$prefix/bin:$PATH" configure "$project" "$work/named" "$@" -DCMAKE_C_COMPILER="$cc" -DSDNC_BUILD_GENERATOR=OFF ||
    fail "configure with an sdnc on the PATH"
needs_no_tools "$work/named"
cp "$prefix/bin/sdnc" "$project/our-sdnc"
configure "$project" "$work/named" -DSDNC_EXECUTABLE=./our-sdnc || fail "configure with a relative path"
cmake --build "$work/named" --parallel 2 >"$work/log" 2>&1 || fail "build with a relative path"
[ "$("$work/named/tracker")" = minor ] || fail "the program does not run"

for wrong in no-such-sdnc ./no-such-sdnc "$work"; do
    ! configure "$project" "$work/named" -DSDNC_EXECUTABLE="$wrong" || fail "accepted: SDNC_EXECUTABLE=$wrong"
    says "SDNC_EXECUTABLE is '$wrong', which does not exist" "SDNC_EXECUTABLE=$wrong"
done

# The library alone, to be installed.
configure "$source" "$work/runtime" -DCMAKE_C_COMPILER="$cc" -DSDNC_BUILD_GENERATOR=OFF -DSDNC_BUILD_TESTS=OFF ||
    fail "configure the library alone"
needs_no_tools "$work/runtime"
cmake --build "$work/runtime" --target help | grep -q '^\(\.\.\. \)\?sdn_shared' || fail "no target for the library"
! cmake --build "$work/runtime" --target help | grep -Eq '^(\.\.\. )?sdnc:?( |$)' || fail "a target for the compiler"

# For another machine, of whose directories nothing of ours can be taken.
if command -v aarch64-linux-gnu-gcc >/dev/null && command -v qemu-aarch64 >/dev/null; then
    root=/usr/aarch64-linux-gnu
    set -- "$@" -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR=aarch64 -DCMAKE_C_COMPILER=aarch64-linux-gnu-gcc \
        -DCMAKE_FIND_ROOT_PATH=$root -DCMAKE_FIND_ROOT_PATH_MODE_PROGRAM=NEVER -DCMAKE_FIND_ROOT_PATH_MODE_LIBRARY=ONLY \
        -DCMAKE_FIND_ROOT_PATH_MODE_INCLUDE=ONLY -DCMAKE_FIND_ROOT_PATH_MODE_PACKAGE=ONLY
    configure "$project" "$work/cross" "$@" -DSDNC_EXECUTABLE="$prefix/bin/sdnc" || fail "configure for aarch64"
    cmake --build "$work/cross" --parallel 2 >"$work/log" 2>&1 || fail "build for aarch64"
    [ "$(qemu-aarch64 -L $root "$work/cross/tracker")" = minor ] || fail "the program for aarch64 does not run"
else
    echo "not tried for another machine: no aarch64-linux-gnu-gcc, or no qemu-aarch64"
fi
echo ok
