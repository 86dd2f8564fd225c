#!/bin/sh
# tidy.sh ROOT BUILD [quick]
#
# Runs clang-tidy over the sources of the runtime and the compiler, with the checks of .clang-tidy; any finding fails.
# BUILD is a build directory, complete, for the headers that are made and for the options of each file. `quick` leaves
# out the analyzer, which follows paths through the code and takes nine tenths of the time.
set -eu
usage="usage: tidy.sh ROOT BUILD [quick]"
cd "${1:?$usage}"
build=${2:?$usage}
checks=--checks=
[ "${3:-}" != quick ] || checks='--checks=-clang-analyzer-*'
command -v clang-tidy >/dev/null || { echo "clang-tidy is not installed"; exit 1; }

# One file at a time: the analyzer of version 14 takes each va_list of a second file for uninitialised.
databases=
for folder in runtime/sqlite runtime/postgres; do
    [ ! -d "$build/$folder" ] || databases="$databases $folder"
done
find runtime/src $databases generator -name '*.c' | LC_ALL=C sort |
    xargs -P "$(nproc)" -n 1 clang-tidy -p "$build" --quiet "$checks" --warnings-as-errors='*' 2>/dev/null || {
    echo "clang-tidy has findings: mend them, or say with NOLINT(check) and a reason why they are none"
    exit 1
}
