#!/bin/sh
# fuzz.sh SOURCE BUILD TARGET [SECONDS]
#
# Builds a fuzz target (schema, where, rows, reader, roundtrip, or patched: roundtrip with images that stay from save to
# save) with clang, libFuzzer and the sanitizers in the directory BUILD, and runs it for SECONDS (or $SDNC_FUZZ_SECONDS; 10
# unless given), starting from the corpus in the tree and what earlier runs in BUILD found. An input that breaks something
# is left in BUILD. Exits 77, which ctest counts as skipped, where clang or its fuzzer is missing.
set -eu
usage="usage: fuzz.sh SOURCE BUILD TARGET [SECONDS]"
source=$(realpath "${1:?$usage}")
build=${2:?$usage}
target=${3:?$usage}
seconds=${4:-${SDNC_FUZZ_SECONDS:-10}}

fuzz=$source/tests/fuzz
words=$target
case $target in
schema) seeds="$fuzz/corpus $source/schemas" ;;
where | reader | roundtrip | rows) seeds=$fuzz/corpus_$target ;;
patched) seeds=$fuzz/corpus_roundtrip words=roundtrip ;;
*) echo "$usage" >&2; exit 2 ;;
esac

# In a short run, compiling takes longer than what is compiled. It draws the same numbers each time: chance is for long runs.
optimize=-O2 seed=0
[ "$seconds" -ge 60 ] || optimize=-O0 seed=1

mkdir -p "$build/found_$target"
printf '#include <stdint.h>\n#include <stddef.h>\nint LLVMFuzzerTestOneInput(const uint8_t *d, size_t n);\nint LLVMFuzzerTestOneInput(const uint8_t *d, size_t n) { return d == 0 && n > 0; }\n' >"$build/probe.c"
if ! clang -fsanitize=fuzzer,address "$build/probe.c" -o "$build/probe" 2>"$build/probe.log"; then
    echo "skipped: clang with libFuzzer is not installed"
    exit 77
fi
cmake -S "$source" -B "$build" -DCMAKE_C_COMPILER=clang -DSDNC_SANITIZER=address+undefined -DSDNC_FUZZER=ON \
    -DCMAKE_C_FLAGS=-fsanitize=fuzzer-no-link -DCMAKE_C_FLAGS_RELWITHDEBINFO="$optimize -g" >"$build/log" 2>&1 || { cat "$build/log"; exit 1; }
cmake --build "$build" --target "fuzz_$target" -j 2 >"$build/log" 2>&1 || { cat "$build/log"; exit 1; }

cd "$build"
# shellcheck disable=SC2086 # several seeds
tests/fuzz_$target -max_total_time="$seconds" -dict="$fuzz/$words.dict" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -seed="$seed" \
    -print_final_stats=1 "found_$target" $seeds >"fuzz_$target.log" 2>&1 || { tail -n 60 "fuzz_$target.log"; exit 1; }
grep -E 'number_of_executed_units|new_units_added|Done' "fuzz_$target.log"
