#!/bin/sh
# check_includes.sh ROOT
#
# Checks the #include lines of a source tree: a file uses its own folder and lower ones, as layers.txt says; and no
# files include each other in a circle. Prints each line that breaks it as file:line, says what to do, and exits 1.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:?usage: check_includes.sh ROOT}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

find generator runtime generated -name '*.[chy]' -o -name '*.re' -o -name '*.def' | LC_ALL=C sort >"$work/files"
: >"$work/edges"
awk -v layers="$here/layers.txt" -v edges="$work/edges" -f "$here/layers.awk" -f "$here/includes.awk" \
    <"$work/files" >"$work/report" || true
awk -f "$here/circles.awk" "$work/edges" | LC_ALL=C sort >>"$work/report"
cat "$work/report"
[ ! -s "$work/report" ]
