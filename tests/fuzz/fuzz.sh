#!/bin/sh
# fuzz.sh SOURCE BUILD [SECONDS]
#
# Builds the fuzz target with clang, libFuzzer and the sanitizers in the directory BUILD, and runs it for SECONDS (or
# $SDNC_FUZZ_SECONDS; 10 unless given), starting from the corpus in the tree and what earlier runs in BUILD found.
# Exits 77, which ctest counts as skipped, where clang or its fuzzer is missing.
set -eu
source=$(realpath "${1:?usage: fuzz.sh SOURCE BUILD [SECONDS]}")
build=${2:?usage: fuzz.sh SOURCE BUILD [SECONDS]}
seconds=${3:-${SDNC_FUZZ_SECONDS:-10}}

mkdir -p "$build/found"
printf '#include <stdint.h>\n#include <stddef.h>\nint LLVMFuzzerTestOneInput(const uint8_t *d, size_t n);\nint LLVMFuzzerTestOneInput(const uint8_t *d, size_t n) { return d == 0 && n > 0; }\n' >"$build/probe.c"
if ! clang -fsanitize=fuzzer,address "$build/probe.c" -o "$build/probe" 2>"$build/probe.log"; then
    echo "skipped: clang with libFuzzer is not installed"
    exit 77
fi
cmake -S "$source" -B "$build" -DCMAKE_C_COMPILER=clang -DSDNC_SANITIZER=address+undefined -DSDNC_FUZZER=ON \
    -DCMAKE_C_FLAGS=-fsanitize=fuzzer-no-link >"$build/log" 2>&1 || { cat "$build/log"; exit 1; }
cmake --build "$build" --target fuzz_schema -j 2 >"$build/log" 2>&1 || { cat "$build/log"; exit 1; }

cd "$build"
tests/fuzz_schema -max_total_time="$seconds" -dict="$source/tests/fuzz/schema.dict" -max_len=4096 -timeout=10 \
    -rss_limit_mb=2048 -print_final_stats=1 found "$source/tests/fuzz/corpus" "$source/schemas" \
    >fuzz.log 2>&1 || { tail -n 60 fuzz.log; exit 1; }
grep -E 'number_of_executed_units|new_units_added|Done' fuzz.log
