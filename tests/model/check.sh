#!/bin/sh
# check.sh BUILD [full]
#
# Has Spin look at every state that the model of the lock (lock.pml) can reach: never two holders, nobody removes a lock
# that is another's, no deadlock, and everyone is served in the end if none is stopped for good. Then the same with one
# step of the protocol left out or two of them exchanged: each of these must be noticed. With `full`, larger
# configurations too, which take minutes and some 4 GB of memory.
#
# Exits 77, which ctest counts as skipped, where Spin is missing.
set -eu
here=$(dirname "$(realpath "$0")")
build=$(realpath "${1:?usage: check.sh BUILD [full]}")
size=${2:-small}

if ! command -v spin >/dev/null; then
    echo "skipped: spin is not installed (apt-get install spin)"
    exit 77
fi
work=$build/model
rm -rf "$work"
mkdir -p "$work"
cd "$work"
failures=0

# search NAME COMPILER_OPTIONS RUN_OPTIONS DEFINITION...: the output is left in NAME/log
search() {
    name=$1 compile=$2 run=$3
    shift 3
    mkdir "$name"
    (
        cd "$name"
        cp "$here/lock.pml" .
        spin "$@" -a lock.pml >log 2>&1 && ${CC:-cc} -w $compile -o pan pan.c >>log 2>&1 &&
            ./pan -m3000000 $run >>log 2>&1
    ) || { cat "$name/log"; exit 1; }
    states=$(sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' "$name/log")
    errors=$(sed -n 's/.*errors: \([0-9]*\)$/\1/p' "$name/log")
}

report() {
    printf '%-28s %12s states  %s\n' "$name" "$states" "$1"
}

fail() {
    report "$1"
    failures=$((failures + 1))
}

# holds NAME ...: as search; the search must be complete and find nothing
holds() {
    search "$@"
    if grep -qE 'search depth too small|not completed|out of memory|reached -DMEMLIM' "$name/log"; then
        fail "the search is not complete; see $work/$name/log"
    elif [ "$errors" = 0 ]; then
        report "no error"
    else
        fail "an error; see $work/$name/log"
    fi
    rm -f "$name"/pan*
}

# is_found NAME WHAT ...: as search; it must find an error that reads WHAT
is_found() {
    what=$2
    mutant=$1
    shift 2
    search "$mutant" "$@"
    if [ "$errors" != 0 ] && grep -q "$what" "$name/log"; then
        report "found, as it must be: $(sed -n 's/^pan:1: \(.*\) (at depth.*/\1/p' "$name/log")"
    else
        fail "NOT found: the model does not see that mistake"
    fi
    rm -f "$name"/pan*
}

safety="-O2 -DSAFETY -DCOLLAPSE"
quick="-O0 -DSAFETY"
progress="-O1 -DNFAIR=4 -DCOLLAPSE"

holds safe "$safety" "" -DN=2 -DKILLS=2 -DANY_NUMBER
holds safe-by-rename "$safety" "" -DN=2 -DKILLS=1 -DRENAME
holds served-2 "$progress" "-a -f" -DN=2 -DKILLS=1 -DROUNDS=2
holds served-3 "$progress" "-a -f" -DN=3 -DKILLS=0 -DROUNDS=1
holds served-by-rename "$progress" "-a -f" -DN=2 -DKILLS=0 -DROUNDS=2 -DRENAME
# Without fairness one process may look again without end while the others are not run at all.
is_found unfair "acceptance cycle" "$progress" "-a" -DN=2 -DKILLS=0 -DROUNDS=1

is_found publish-before-flock "assertion violated" "$quick" "" -DN=2 -DKILLS=1 -DPUBLISH_FIRST
is_found no-inode-re-check "assertion violated" "$quick" "" -DN=2 -DKILLS=1 -DNO_RECHECK
is_found close-before-unlink "assertion violated" "$quick" "" -DN=2 -DKILLS=1 -DCLOSE_FIRST
is_found drop-flock-before-unlink "assertion violated" "$quick" "" -DN=2 -DKILLS=1 -DDROP_FIRST
is_found rename-that-replaces "assertion violated" "$quick" "" -DN=2 -DKILLS=1 -DRENAME -DREPLACE

if [ "$size" = full ]; then
    holds safe-by-rename-2-kills "$safety" "-w26" -DN=2 -DKILLS=2 -DRENAME
    holds safe-3-processes-1-kill "$safety" "-w26" -DN=3 -DKILLS=1 -DANY_NUMBER
    holds safe-3-processes-2-kills "$safety -DMEMLIM=8000" "-w27" -DN=3 -DKILLS=2
    holds served-3-with-a-kill "$progress" "-a -f" -DN=3 -DKILLS=1 -DROUNDS=1
fi
[ "$failures" -eq 0 ]
