#!/bin/sh
# That the comparison of instructions.sh notices what it is for: counts as they are or 2.9 % off pass; 3.1 % more, 3.1 %
# less, a missing or a new operation, and no counts at all fail.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '# built with: x\nload 1000000\nsave 2000000\n' >"$work/recorded"

# expect pass|fail LOAD-LINE SAVE-LINE
expect() {
    printf '%s\n%s\n' "$2" "$3" >"$work/counts"
    if awk -f "$here/instructions.awk" "$work/recorded" "$work/counts" >"$work/said"; then
        result=pass
    else
        result=fail
    fi
    if [ $result != "$1" ]; then
        echo "expected $1: $2, $3"
        cat "$work/said"
        exit 1
    fi
}

expect pass "load 1000000" "save 2000000"
expect pass "load 1029000" "save 1942000"
expect fail "load 1031000" "save 2000000"
expect fail "load 1000000" "save 1938000"
expect fail "load 1000000" "# nothing"
printf 'load 1000000\n' >"$work/recorded"
expect fail "load 1000000" "save 2000000"
for missing in "$work/none" /dev/null; do
    status=0
    SDNC_INSTRUCTIONS=$missing "$here/instructions.sh" "$work" >"$work/said" 2>&1 || status=$?
    [ $status -eq 1 ] || { echo "without counts the exit status is $status, not 1"; exit 1; }
done
echo "the comparison notices changes"
