#!/bin/sh
# readme.sh SOURCE
#
# That the README stays what somebody reads in five minutes: what it is, a table and a program that run, what to know before
# choosing it. It grows with every part that adds a line or two, until nobody reads it. What does not fit belongs on a page of
# docs/; each page is linked.
set -eu
cd "${1:?usage: readme.sh SOURCE}"
most_lines=175
most_bytes=14500
failures=0

fail() {
    echo "README.md: $1"
    failures=$((failures + 1))
}

lines=$(wc -l <README.md)
bytes=$(wc -c <README.md)
[ "$bytes" -gt 1000 ] || fail "is missing or nearly empty"
[ "$lines" -le $most_lines ] || fail "$lines lines, at most $most_lines are read: move details to a page of docs/"
[ "$bytes" -le $most_bytes ] || fail "$bytes bytes, at most $most_bytes are read: move details to a page of docs/"
for page in docs/*.md CONTRIBUTING.md CHANGELOG.md generator/LANGUAGE.md tests/README.md; do
    grep -qF "]($page)" README.md || fail "does not lead to $page"
done
exit $((failures > 0))
