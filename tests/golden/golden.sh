#!/bin/sh
# golden.sh SDNC DIRECTORY [--update]
#
# Compiles each DIRECTORY/*.schema and compares its .h and .c with the files beside it, byte for byte. With --update
# the files are written instead: read the difference before it is committed.
set -eu
sdnc=$(realpath "${1:?usage: golden.sh SDNC DIRECTORY [--update]}")
cd "${2:?usage: golden.sh SDNC DIRECTORY [--update]}"
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

status=0
for schema in *.schema; do
    "$sdnc" generate "$schema" -o "$made" || { echo "$schema: sdnc failed"; status=1; }
done
for schema in *.schema; do
    for file in "${schema%.schema}.h" "${schema%.schema}.c"; do
        if [ "${3:-}" = --update ]; then
            cmp -s "$made/$file" "$file" || { cp "$made/$file" "$file" && echo "updated $file"; }
        elif ! diff -u "$file" "$made/$file"; then
            echo "$file is not what sdnc makes of $schema; if it should be: cmake --build <build> --target update-golden"
            status=1
        fi
    done
done
exit $status
