#!/bin/sh
# ddl.sh SDNC ROOT [--update]
#
# Compares what `sdnc ddl` prints for schemas/ and for golden/ddl/*.schema with golden/ddl/NAME.DIALECT.sql, byte for byte,
# and what it says of golden/ddl/refused_*.schema with NAME.DIALECT.stderr. It must be the same from another directory, in
# another locale, a second time. With --update the files are written instead: read the difference before it is committed.
set -eu
sdnc=$(realpath "${1:?usage: ddl.sh SDNC ROOT [--update]}")
root=$(realpath "${2:?usage: ddl.sh SDNC ROOT [--update]}")
update=${3:-}
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
cd "$root/tests/golden/ddl"

status=0
compare() {
    if [ "$update" = --update ]; then
        cmp -s "$made/$1" "$1" || { cp "$made/$1" "$1" && echo "updated $1"; }
    elif ! diff -u "$1" "$made/$1"; then
        echo "$1 is not what sdnc prints; if it should be: cmake --build <build> --target update-golden"
        status=1
    fi
}

for dialect in sqlite postgresql; do
    for schema in "$root"/schemas/*.schema [!r]*.schema; do
        name=$(basename "$schema" .schema).$dialect.sql
        "$sdnc" ddl --dialect $dialect "$schema" >"$made/$name" || { echo "$schema: sdnc failed"; status=1; }
        (cd / && LC_ALL=C "$sdnc" ddl -d $dialect "$(cd "$root/tests/golden/ddl" && realpath "$schema")") >"$made/again" ||
            status=1
        cmp "$made/$name" "$made/again" || status=1
        compare "$name"
    done
    for schema in refused_*.schema; do
        name=${schema%.schema}.$dialect.stderr
        result=0
        "$sdnc" ddl --dialect $dialect "$schema" >"$made/printed" 2>"$made/$name" || result=$?
        if [ $result -ne 1 ] || [ -s "$made/printed" ]; then
            echo "$schema, $dialect: exit status $result, or something was printed"
            status=1
        fi
        compare "$name"
    done
done
exit $status
