#!/bin/sh
# instructions.sh [--update] [BUILD]
#
# Counts the instructions that libsdn takes for some operations (instructions.c) on tables of 1,000 and 100,000 rows,
# with SDNC_TEST_FULL=1 also of 1,000,000, under callgrind, and compares them with instructions.txt: a change of more
# than 3 % in either direction fails until the file says so, which --update sees to, for all sizes. BUILD is a build
# directory (build).
#
# Seconds depend on the machine and on what else it does; these counts do not. What does change them is left out: only
# instructions of the program itself count, libsdn and the generated code being linked into it, and not those of libc,
# whose memcpy differs by processor. They still belong to one compiler and its flags, and to processors with or without
# AVX2: the file has a section for each such build, and for others the comparison is skipped (exit 77).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
update=no
if [ "${1:-}" = --update ]; then
    update=yes
    shift
fi
program=$(realpath "${1:-build}")/tests/bench/bench_instructions
recorded=${SDNC_INSTRUCTIONS:-$here/instructions.txt}
sizes="1000 100000"
if [ $update = yes ] || [ "${SDNC_TEST_FULL:-0}" = 1 ]; then
    sizes="$sizes 1000000"
fi

skip() {
    echo "skipped: $*"
    exit 77
}

[ $update = yes ] || [ -s "$recorded" ] || { echo "FAILED: there are no counts to compare with: $recorded"; exit 1; }
command -v valgrind >/dev/null || skip "valgrind is not installed"
built_with=$("$program" build)
case $built_with in
*sanitizer*) skip "built with a sanitizer" ;;
*"no callgrind.h"*) skip "built without the header of valgrind" ;;
esac
if [ $update = no ] && ! grep -Fqx "# built with: $built_with" "$recorded"; then
    skip "no counts for this build: $built_with"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# count ROWS: a line of name, rows and number for each operation. Each is a dump of its own, named in it.
count() {
    valgrind -q --tool=callgrind --callgrind-out-file="$work/dump" --instr-atstart=no \
        "$program" "$work/todo.sdn" "$1" >"$work/log" 2>&1 || { cat "$work/log" >&2 && return 1; }
    rm -f "$work/dump" # what runs after the last operation
    for dump in "$work"/dump.*; do
        name=$(sed -n 's/^desc: Trigger: Client Request: //p' "$dump")
        number=$(awk -f "$here/own_instructions.awk" -v program="$program" "$dump") || return 1
        echo "$name $1 $number"
    done
    rm -f "$work"/dump.* "$work"/todo.sdn*
}

for rows in $sizes; do
    count "$rows"
done >"$work/counts"

if [ $update = yes ]; then
    [ -s "$recorded" ] ||
        echo "# Instructions of libsdn, by operation and rows; made by tests/bench/instructions.sh --update" >"$recorded"
    awk -f "$here/instructions_update.awk" -v build="$built_with" -v counts="$work/counts" "$recorded" >"$work/new"
    cp "$work/new" "$recorded"
    cat "$work/counts"
else
    awk -f "$here/instructions.awk" -v build="$built_with" -v sizes="$sizes" "$recorded" "$work/counts"
fi
