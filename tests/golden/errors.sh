#!/bin/sh
# errors.sh SDNC DIRECTORY [--update]
#
# Gives each DIRECTORY/*.schema to sdnc, which must find mistakes (exit status 1), and compares what it says with the
# .stderr beside it, byte for byte. With --update the .stderr files are written instead: read the difference before it
# is committed.
set -u
sdnc=$(realpath "${1:?usage: errors.sh SDNC DIRECTORY [--update]}")
cd "${2:?usage: errors.sh SDNC DIRECTORY [--update]}" || exit 2
made=$(mktemp -d) || exit 2
trap 'rm -rf "$made"' EXIT

status=0
for schema in *.schema; do
    expected="${schema%.schema}.stderr"
    "$sdnc" "$schema" -o "$made/out" >"$made/stdout" 2>"$made/stderr"
    code=$?
    [ $code -eq 1 ] || { echo "$schema: exit status $code, not 1"; status=1; }
    [ ! -s "$made/stdout" ] || { echo "$schema: something on standard output"; status=1; }
    [ ! -e "$made/out" ] || { echo "$schema: something was written"; status=1; rm -rf "$made/out"; }
    if [ "${3:-}" = --update ]; then
        cmp -s "$made/stderr" "$expected" || { cp "$made/stderr" "$expected" && echo "updated $expected"; }
    elif ! diff -u "$expected" "$made/stderr"; then
        echo "$expected is not what sdnc says; if it should be: cmake --build <build> --target update-golden-errors"
        status=1
    fi
done
exit $status
