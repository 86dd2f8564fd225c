#!/bin/sh
# build_library.sh SDNC_SOURCE PREFIX COMPILER
#
# A library with a store that is itself installed, and a program that finds it: static and shared with the sdnc of PREFIX,
# and with sdnc as a subdirectory of a project that sets BUILD_SHARED_LIBS. All is compiled with hidden visibility: what
# generated headers declare is exported, by the macro of the library, and nothing else is.
set -eu
usage="usage: build_library.sh SDNC_SOURCE PREFIX COMPILER"
source=$(realpath "${1:?$usage}")
prefix=$(realpath "${2:?$usage}")
cc=${3:?$usage}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
launcher=$(command -v ccache || true)
if command -v ninja >/dev/null; then
    CMAKE_GENERATOR=Ninja # the faster one
    export CMAKE_GENERATOR
fi

fail() {
    echo "FAILED: $*"
    [ ! -f "$work/log" ] || cat "$work/log"
    exit 1
}

# configure SOURCE BUILD option...
configure() {
    from=$1
    build=$2
    shift 2
    cmake -S "$from" -B "$build" -DCMAKE_C_COMPILER="$cc" -DCMAKE_C_COMPILER_LAUNCHER="$launcher" "$@" >"$work/log" 2>&1
}

runs() {
    rm -f "$work/bugs.sdn"
    [ "$("$1" "$work/bugs.sdn" crash)" = "1 crash major bugs" ] || fail "$1 does not print its bug"
}

# defines FILE: the symbols that others can use.
defines() {
    nm -D --defined-only "$1" | sed 's/.* //' | LC_ALL=C sort
}

# That a file has no libsdn of its own, and if it is a library, uses libsdn.so.
shares_libsdn() {
    case $1 in *.so*) readelf -d "$1" | grep -q 'NEEDED.*libsdn\.so\.0' || fail "$1 does not use libsdn.so" ;; esac
    ! nm "$1" | grep -q ' [TtDdRr] sdn_\(_\|store_\)' || fail "$1 has functions of libsdn in it"
}

# try NAME PREFIX-OF-SDNC option...: builds and installs the library, and builds a program with what was installed.
try() {
    name=$1
    found=$2
    shift 2
    configure "$here/library" "$work/$name" -DCMAKE_INSTALL_RPATH_USE_LINK_PATH=ON "-DCMAKE_INSTALL_RPATH=\$ORIGIN" \
        -DCMAKE_PREFIX_PATH="$found" "$@" || fail "configure, $name"
    cmake --build "$work/$name" --parallel 2 >"$work/log" 2>&1 || fail "build, $name"
    runs "$work/$name/inside"
    cmake --install "$work/$name" --prefix "$work/$name installed" >"$work/log" 2>&1 || fail "install, $name"
    ! grep -rIF "$work/$name/" "$work/$name installed/lib" || fail "the installed package names the build directory, $name"
    configure "$here/library/consumer" "$work/$name consumer" "-DCMAKE_PREFIX_PATH=$work/$name installed;$found" ||
        fail "configure a consumer, $name"
    cmake --build "$work/$name consumer" >"$work/log" 2>&1 || fail "build a consumer, $name"
    rm -r "$work/$name" # the installed files are enough
    runs "$work/$name consumer/app"
}

try static "$prefix"
try shared "$prefix" -DBUILD_SHARED_LIBS=ON
library=$(find "$work/shared installed" -name 'libtracker.so*' -type f)
shares_libsdn "$library"
shares_libsdn "$work/shared consumer/app"
defines "$library" >"$work/exported"
! grep 'tracker_add\|_parse$\|_write$' "$work/exported" || fail "hidden functions are exported"
try subdirectory /nowhere -DCMAKE_C_FLAGS=-O0 -DBUILD_SHARED_LIBS=ON -DSDNC_SOURCE="$source" -DSDNC_EXECUTABLE="$prefix/bin/sdnc"
shares_libsdn "$(find "$work/subdirectory installed" -name 'libtracker.so*' -type f)"
shares_libsdn "$work/subdirectory consumer/app"

# One program, one libsdn.
cp -R "$here/library" "$work/mixed"
echo 'sdnc_generate(TARGET inside SCHEMAS bug.schema severity.schema RUNTIME sdnc::runtime_shared OUT_DIR mixed)' \
    >>"$work/mixed/CMakeLists.txt"
! configure "$work/mixed" "$work/mixed/build" -DCMAKE_PREFIX_PATH="$prefix" || fail "a program with libsdn.a and libsdn.so"
tr -s ' \n' '  ' <"$work/log" | grep -q 'INTERFACE_SDNC_RUNTIME property of .* does not agree' ||
    fail "does not say that there are two libsdn"

# Whatever a schema has, hidden visibility and the macro export what no visibility does.
mkdir "$work/all"
cd "$work/all"
echo '#define ALL_API __attribute__((visibility("default")))' >all_api.h
for schema in "$source"/tests/golden/ok/*.schema; do # each alone, as some have the same names
    "$prefix/bin/sdnc" generate "$schema" -o . -I "$source/tests/golden/ok" --export-macro ALL_API \
        --export-header all_api.h || fail "sdnc --export-macro"
done
libdir=$(dirname "$(find "$prefix" -name libsdn.so)")
for base in $(basename -s .schema "$source"/tests/golden/ok/*.schema); do
    "$cc" -O0 -fPIC -fvisibility=hidden -I"$prefix/include" -c "$base.c" -o hidden.o || fail "$base.c does not compile"
    "$cc" -shared -o hidden.so hidden.o -L"$libdir" -lsdn || fail "$base.c does not link"
    nm -g --defined-only hidden.o | sed 's/.* //' | LC_ALL=C sort >wanted
    defines hidden.so | diff wanted - || fail "$base.c: < is not exported"
    grep -q '_init' wanted || [ "$(wc -l <wanted)" -ge 3 ] || fail "$base.c defines nothing"
done
echo ok
