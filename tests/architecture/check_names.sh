#!/bin/sh
# check_names.sh ROOT
#
# Checks that no two files of one library, and no two of the compiler, give one name to different things: static functions
# and objects, types, constants, macros. So each of them can be compiled as one file, as the amalgamation and a unity
# build do. Files that are always compiled alone do not count: the program around the compiler and its scanner and grammar.
# The scan for AVX2 is the other scan again, and takes its place. Prints each name as file:line, says what to do, exits 1.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:?usage: check_names.sh ROOT}"

bad=0
for directory in runtime/src runtime/sqlite runtime/postgres generator; do
    find "$directory" -name '*.[ch]' | grep -Fvx generator/main.c | LC_ALL=C sort | awk -f "$here/names.awk" || bad=1
done
exit $bad
