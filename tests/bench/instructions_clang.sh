#!/bin/sh
# instructions_clang.sh SOURCE BUILD [--update]
#
# The same as instructions.sh for clang, which is not the compiler of the other tests: builds the library once more, in
# BUILD. Without debug information, since that of newer releases of clang is not understood by older ones of valgrind.
set -eu
usage="usage: instructions_clang.sh SOURCE BUILD [--update]"
source=$(realpath "${1:?$usage}")
build=${2:?$usage}
command -v clang >/dev/null || { echo "skipped: clang is not installed" && exit 77; }
command -v ninja >/dev/null || { echo "skipped: ninja is not installed" && exit 77; }
mkdir -p "$build"
cmake -S "$source" -B "$build" -G Ninja -DCMAKE_C_COMPILER=clang -DSDNC_BUILD_GENERATOR=OFF -DSDNC_BUILD_SHARED=OFF \
    -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_C_FLAGS_RELWITHDEBINFO=-O2 >"$build/log" &&
    ninja -C "$build" bench_instructions >"$build/log" || { cat "$build/log" && exit 1; }
exec "$source/tests/bench/instructions.sh" ${3:+"$3"} "$build"
