#!/bin/sh
# That instructions.sh notices what it is for: counts as they are or 2.9 % off pass; 3.1 % more, 3.1 % less, a missing
# or a new operation, and no counts at all fail. That each build is compared with its own section, and that a new count
# changes only that.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/recorded" <<'end'
# built with: x
load 1000 1000000
save 1000 2000000
save 9000 7000000
# built with: y
load 1000 5000000
end

# expect pass|fail BUILD LINE...
expect() {
    result=$1 build=$2
    shift 2
    printf '%s\n' "$@" >"$work/counts"
    got=fail
    awk -f "$here/instructions.awk" -v build="$build" -v sizes=1000 "$work/recorded" "$work/counts" >"$work/said" && got=pass
    if [ $got != "$result" ]; then
        echo "expected $result of $build: $*"
        cat "$work/said"
        exit 1
    fi
}

expect pass x "load 1000 1000000" "save 1000 2000000"
expect pass x "load 1000 1029000" "save 1000 1942000"
expect fail x "load 1000 1031000" "save 1000 2000000"
expect fail x "load 1000 1000000" "save 1000 1938000"
expect fail x "load 1000 1000000"
expect fail x "load 1000 1000000" "save 1000 2000000" "scan 1000 3"
expect fail x "load 1000 1000000" "save 1000 2000000" "load 100 1000000"
expect pass y "load 1000 5000000"
expect fail y "load 1000 1000000"

echo "load 1000 6" >"$work/fresh"
for renewed in y z; do
    awk -f "$here/instructions_update.awk" -v build=$renewed -v counts="$work/fresh" "$work/recorded" >"$work/new"
    mv "$work/new" "$work/recorded"
    expect pass x "load 1000 1000000" "save 1000 2000000"
    expect pass $renewed "load 1000 6"
done

for missing in "$work/none" /dev/null; do
    status=0
    SDNC_INSTRUCTIONS=$missing "$here/instructions.sh" "$work" >"$work/said" 2>&1 || status=$?
    [ $status -eq 1 ] || { echo "without counts the exit status is $status, not 1"; exit 1; }
done
echo "the comparison notices changes"
