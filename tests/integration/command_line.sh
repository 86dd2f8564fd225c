#!/bin/sh
# command_line.sh SDNC: options, exit statuses and where output goes.
set -u
sdnc=$(realpath "${1:?usage: command_line.sh SDNC}")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
mkdir inc
echo 'enum Color { red }' >inc/color.schema
echo 'import "color.schema"; record A in a { c : Color; }' >a.schema
echo 'record B in b { c : nothing; }' >bad.schema
cp a.schema -- --odd.schema 2>/dev/null || cp a.schema ./--odd.schema
failures=0

# expect STATUS OUT_PATTERN ERR_PATTERN ARGUMENT...: patterns are of `case`; an empty one means no output.
expect() {
    status=$1 out=$2 err=$3
    shift 3
    "$sdnc" "$@" >stdout 2>stderr
    got=$?
    [ $got -eq "$status" ] || fail "exit status $got, not $status" "$@"
    matches "$(cat stdout)" "$out" || fail "standard output: $(cat stdout)" "$@"
    matches "$(cat stderr)" "$err" || fail "standard error: $(cat stderr)" "$@"
}

matches() {
    case $1 in $2) return 0 ;; *) return 1 ;; esac
}

fail() {
    what=$1
    shift
    echo "sdnc $*: $what"
    failures=$((failures + 1))
}

expect 0 'usage: sdnc*' '' --help
expect 0 'usage: sdnc*' '' -h
expect 0 'sdnc [0-9]*.[0-9]*.[0-9]*' '' --version
expect 2 '' 'sdnc: no schema given*--help*'
expect 2 '' 'sdnc: no schema given*' generate -o out
expect 2 '' 'sdnc: no output directory given; use -o DIR*' a.schema
expect 2 '' 'sdnc: no output directory given; use -o DIR*' a.schema --check
expect 2 '' "sdnc: unknown option '--nonsense'*" --nonsense a.schema
expect 2 '' "sdnc: unknown option '--checks'*" --checks a.schema -o out
expect 2 '' "sdnc: unknown option '--check=1'*" --check=1 a.schema -o out
expect 2 '' 'sdnc: -o needs a value*' a.schema -o
expect 2 '' 'sdnc: -o needs the name of a directory*' a.schema -o ''
expect 2 '' 'sdnc: -o is given twice*' a.schema -o x -o y
expect 2 '' 'sdnc: --stdout and --check exclude each other*' a.schema --stdout --check -o x
expect 2 '' 'sdnc: --depfile and --stdout exclude each other*' a.schema --stdout --depfile d
expect 2 '' 'none.schema:1:1: error: cannot read this file: *' none.schema -o out
expect 1 '' 'a.schema:1:8: error: cannot find "color.schema"*' a.schema -o out
expect 1 '' "bad.schema:1:21: error: unknown type 'nothing'*" bad.schema -o out
[ ! -e out ] || fail "out exists"
expect 0 '' '' a.schema -I inc -o out
[ -f out/a.h ] && [ -f out/a.c ] && [ ! -e out/color.h ] || fail "wrong files in out"
expect 0 '' '' generate -Iinc -oout2 --depfile=out2/a.d a.schema
cmp -s out/a.h out2/a.h || fail "not the same output"
[ -f out2/a.d ] || fail "no depfile"
expect 0 '' '' a.schema -I inc -o out --check
echo >>out/a.c
expect 1 '' 'sdnc: out/a.c is not up to date' a.schema -I inc -o out --check
expect 0 'out/x.h*out/x.c' '' x.schema -o out --list-outputs
expect 0 '*#include*' '' a.schema -I inc --stdout
expect 1 '' "--odd.schema:1:1: error: '--odd' cannot name a C header*" --stdout -- --odd.schema
if [ -e /dev/full ]; then
    "$sdnc" --stdout -I inc a.schema >/dev/full 2>stderr
    [ $? -eq 2 ] || fail "a full disk is not noticed" --stdout
fi
exit "$((failures > 0))"
