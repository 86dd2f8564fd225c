#!/bin/sh
# test_diff_apply.sh SDNC [PAIRS [SEED]]
#
# Two versions of a file with nothing in common but the schema, drawn at random: what `diff -f jsonl` prints, `apply` makes
# on the older one. Afterwards there is no difference to the newer one, and both are what the schema allows. The tables have
# references to and fro, which deletions refuse or clear, values that must be unique and change places, a table without key
# with equal rows, and texts that need quotes and escapes.
set -u
sdnc=$(realpath "${1:?usage: test_diff_apply.sh SDNC [PAIRS [SEED]]}")
pairs=${2:-40}
seed=${3:-$$}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
. "$here/random_team.sh"

failures=0
fail() {
    echo "seed $seed, pair $pair: $*"
    failures=$((failures + 1))
}

for pair in $(seq "$pairs"); do
    version $((seed * 1000 + 2 * pair)) >old.sdn
    version $((seed * 1000 + 2 * pair + 1)) >new.sdn
    "$sdnc" diff -f jsonl old.sdn new.sdn >ops.jsonl 2>err
    code=$?
    [ $code -le 1 ] || fail "diff returns $code: $(cat err)"
    cp old.sdn made.sdn
    "$sdnc" apply made.sdn ops.jsonl --dry-run >dry 2>err || fail "apply --dry-run: $(head -n 5 err)"
    cmp -s old.sdn made.sdn || fail "--dry-run changed the file"
    "$sdnc" apply made.sdn <ops.jsonl >out 2>err || fail "apply: $(head -n 5 err)"
    cmp -s dry out || fail "--dry-run counts $(cat dry), but apply $(cat out)"
    "$sdnc" diff made.sdn new.sdn >left 2>err || fail "differences are left: $(head -n 5 left err)"
    "$sdnc" check made.sdn >out.check 2>&1 || fail "check: $(head -n 5 out.check)"
    [ "$(awk 'NF { n++ } END { print n + 0 }' ops.jsonl)" -eq "$(sed 's/[a-z,]//g' out | awk '{ print $1 + $2 + $3 }')" ] ||
        fail "$(wc -l <ops.jsonl) operations, but $(cat out)"
done
[ $failures -eq 0 ] || { echo "$failures failures"; exit 1; }
