#!/bin/sh
# dump.sh DUMP DIRECTORY
#
# What the program `dump` prints of a small file, and how it fails.
set -eu
dump=$1
rm -rf "$2"
mkdir -p "$2"
cd "$2"

fail() {
    echo "dump.sh: $*" >&2
    exit 1
}

printf 'tasks |id|\n    1\n    1\n    2\n' >x.sdn
"$dump" task x.sdn >out || fail "status $?"
for line in '^file x.sdn: 29 bytes read, 29 bytes now, 1 table$' '^table .*: ' '^  order: ' '^  keys: '; do
    grep -q "$line" out || { cat out; fail "no line $line"; }
done

"$dump" task nowhere/x.sdn 2>err && fail "a file that cannot be opened is no error"
grep -q '^dump: nowhere' err || { cat err; fail "no message"; }
"$dump" tasks x.sdn 2>err && fail "an unknown record type is no error"
grep -q '^usage: ' err || { cat err; fail "no usage"; }
"$dump" task 2>err && fail "a missing file is no error"
exit 0
