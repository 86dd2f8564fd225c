#!/bin/sh
# cross.sh SOURCE BUILD [ARCHITECTURE...]
#
# Builds the code that depends on the processor for others, and runs its tests there under qemu: aarch64 for NEON, s390x
# because it is big-endian. An architecture without compiler or qemu is left out, and said; if all are,
# the exit code is 77, which ctest counts as skipped.
set -eu
usage="usage: cross.sh SOURCE BUILD [ARCHITECTURE...]"
source=$(realpath "${1:?$usage}")
mkdir -p "${2:?$usage}"
build=$(realpath "$2")
shift 2
[ $# -gt 0 ] || set -- aarch64 s390x
tests="scan scan_wide utf8"

mkdir -p "$build/include"
cp /usr/include/xxhash.h "$build/include/" # a header alone, the same for all
flags="-std=c11 -O2 -static -Wall -Wextra -Wconversion -Werror -D_POSIX_C_SOURCE=200809L -I$source/tests/cross
    -I$source/tests/support -I$source/runtime/include -I$source/runtime/src -isystem $build/include"

ran=0
for architecture in "$@"; do
    cc=$architecture-linux-gnu-gcc
    if ! command -v "$cc" >/dev/null || ! command -v "qemu-$architecture" >/dev/null; then
        echo "$architecture: left out, $cc or qemu-$architecture is not installed"
        continue
    fi
    mkdir -p "$build/$architecture"
    cd "$build/$architecture"
    # shellcheck disable=SC2086 # several flags
    $cc $flags -c "$source"/runtime/src/base/*.c "$source"/runtime/src/record/*.c \
        "$source"/runtime/src/text/[a-rt-z]*.c "$source"/runtime/src/text/scan.c "$source"/runtime/src/text/scan_wide.c
    "$architecture-linux-gnu-ar" rcs libtext.a ./*.o
    for test in $tests; do
        # shellcheck disable=SC2086
        $cc $flags -o "test_$test" "$source/tests/unit/text/test_$test.c" "$source/tests/support/test.c" "$source/tests/support/place.c" \
            "$source/tests/cross/cmocka.c" libtext.a -lm
        "qemu-$architecture" "./test_$test" >log || { cat log; echo "$architecture: test_$test fails"; exit 1; }
        echo "$architecture: test_$test: $(tail -n 1 log)"
    done
    ran=$((ran + 1))
done
[ $ran -gt 0 ] || exit 77
