#!/bin/sh
# instructions.sh [--update] [BUILD]
#
# Counts the instructions that libsdn takes for LOAD, SAVE, LOOKUP and UPDATE-ONE on 10,000 rows, under callgrind, and
# compares them with instructions.txt: a change of more than 3 % in either direction fails until the file says so, which
# --update sees to. BUILD is a build directory (build).
#
# Seconds depend on the machine and on what else it does; these counts do not. What does change them is left out: only
# instructions of the program itself count, libsdn and the generated code being linked into it, and not those of libc,
# whose memcpy differs by processor. They still belong to one compiler and its flags, and to processors with or without
# AVX2, which the file names; for any other the comparison is skipped (exit 77).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
update=no
if [ "${1:-}" = --update ]; then
    update=yes
    shift
fi
program=$(realpath "${1:-build}")/tests/bench/bench_instructions
recorded=${SDNC_INSTRUCTIONS:-$here/instructions.txt}

skip() {
    echo "skipped: $*"
    exit 77
}

[ $update = yes ] || [ -s "$recorded" ] || { echo "FAILED: there are no counts to compare with: $recorded"; exit 1; }
command -v valgrind >/dev/null || skip "valgrind is not installed"
built_with=$("$program" build)
case $built_with in
*sanitizer*) skip "built with a sanitizer" ;;
esac
counted_with=$(sed -n 's/^# built with: //p' "$recorded" 2>/dev/null || true)
if [ $update = no ] && [ "$built_with" != "$counted_with" ]; then
    skip "the counts are for: $counted_with; this build is: $built_with"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# count OPERATION: a line of its name and number.
count() {
    "$program" prepare "$work/todo.sdn"
    valgrind -q --tool=callgrind --callgrind-out-file="$work/$1.out" --collect-atstart=no \
        --toggle-collect="measured_$1*" "$program" "$1" "$work/todo.sdn" >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        exit 1
    }
    awk -f "$here/own_instructions.awk" -v program="$program" "$work/$1.out" >"$work/count"
    echo "$1 $(cat "$work/count")"
}

for operation in load save lookup update; do
    count $operation
done >"$work/counts"

if [ $update = yes ]; then
    {
        echo "# Instructions of libsdn on 10,000 rows; made by tests/bench/instructions.sh --update"
        echo "# built with: $built_with"
        cat "$work/counts"
    } >"$recorded"
    cat "$recorded"
else
    awk -f "$here/instructions.awk" "$recorded" "$work/counts"
fi
