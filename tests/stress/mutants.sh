#!/bin/sh
# mutants.sh SOURCE BUILD [full | MUTANT...]
#
# Shows that the stress tests notice: breaks the runtime in one way at a time (mutants/*.mutant says how), builds the
# tests against it in the directory BUILD, and demands that one of them fails. Before that, all must pass unbroken.
# Without names it takes three that are found quickly, with `full` all. Exits 1 if a mutant survives or cannot be made.
set -u
usage="usage: mutants.sh SOURCE BUILD [full | MUTANT...]"
source=$(realpath "${1:?$usage}")
stress=$source/tests/stress
support=$source/tests/support
mkdir -p "${2:?$usage}"
build=$(realpath "$2")
shift 2
case ${1:-quick} in
quick) set -- no_fence child_releases one_temp_name ;;
full) set -- $(cd "$stress/mutants" && ls | sed -n 's,\.mutant$,,p') ;;
esac
cc="${CC:-cc} -std=c11 -O1 -g -w -pthread -I$source/runtime/include -I$source/runtime/src -I$support -I$stress"

fail() {
    echo "mutants.sh: $*" >&2
    exit 1
}

# objects DIRECTORY FILE...: compiles into an empty directory of that name.
objects() {
    rm -rf "${build:?}/$1"
    mkdir -p "$build/$1"
    cd "$build/$1" || fail "no directory $build/$1"
    shift
    $cc -c "$@" || fail "cannot compile"
}

# link TEST BINARY OBJECT...: the objects take the place of those of the runtime.
link() {
    test=$1
    binary=$2
    shift 2
    $cc -o "$binary" "$build/tests/$test.o" "$@" -Wl,--start-group "$build/support.a" "$build/runtime.a" \
        -Wl,--end-group -lcmocka || fail "cannot link $test"
}

# run TEST BINARY: with arguments that make it long enough to notice and short enough to wait for.
run() {
    case $1 in
    broken_lock) set -- "$2" 10 ;;
    lock_kill) set -- "$2" 100 ;;
    plain_lock_interop) set -- "$2" 3000 ;;
    store_campaign) set -- "$2" 600 0.5 2 4 16 ;;
    *) fail "no test $1" ;;
    esac
    timeout -k 5 120 "$@" >"$build/log" 2>&1
}

seconds_since() {
    echo "$1 $(date +%s.%N)" | awk '{ printf "%.1f", $2 - $1 }'
}

tests_of() {
    sed -n 's,^try ,,p' "$stress/mutants/$1.mutant"
}

prepare() {
    objects runtime "$source"/runtime/src/*/*.c &&
        objects support "$support"/child.c "$support"/faults.c "$support"/files.c "$support"/perturb.c \
            "$support"/tempdir.c "$support"/witness.c "$stress"/cell.c "$stress"/change.c "$stress"/killer.c \
            "$stress"/ledger.c "$stress"/observed_lock.c "$stress"/plain_program.c "$stress"/store_worker.c \
            "$stress"/team.c &&
        objects tests "$stress"/broken_lock.c "$stress"/lock_kill.c "$stress"/plain_lock_interop.c \
            "$stress"/store_campaign.c
    rm -f "$build"/runtime.a "$build"/support.a
    ar -rc "$build/runtime.a" "$build"/runtime/*.o
    ar -rc "$build/support.a" "$build"/support/*.o
}

must_pass_unbroken() {
    for test in $(for mutant in "$@"; do tests_of "$mutant"; done | tr ' ' '\n' | sort -u); do
        start=$(date +%s.%N)
        link "$test" "$build/unbroken-$test"
        run "$test" "$build/unbroken-$test" || { tail -n 20 "$build/log"; fail "$test fails without a mutant"; }
        printf '%-24s %-20s %6s s\n' "(unbroken)" "passes $test" "$(seconds_since "$start")"
    done
}

# Tells what noticed; false if nothing did.
try_mutant() {
    start=$(date +%s.%N)
    for test in $(tests_of "$1"); do
        link "$test" "$build/$1-$test" "$build/$1"/*.o
        if ! run "$test" "$build/$1-$test"; then
            cp "$build/log" "$build/$1.log"
            printf '%-24s %-20s %6s s\n' "$1" "$test" "$(seconds_since "$start")"
            return 0
        fi
    done
    printf '%-24s %-20s %6s s\n' "$1" "SURVIVES" "$(seconds_since "$start")"
    return 1
}

prepare
printf '%-24s %-20s %8s\n' mutant "noticed by" after
must_pass_unbroken "$@"
survivors=0
for mutant in "$@"; do
    rm -rf "${build:?}/$mutant-src"
    awk -v SOURCE="$source/runtime/src" -v TARGET="$build/$mutant-src" -f "$stress/mutate.awk" \
        "$stress/mutants/$mutant.mutant" || fail "cannot make the mutant $mutant"
    objects "$mutant" "$build/$mutant-src"/*/*.c
    try_mutant "$mutant" || survivors=$((survivors + 1))
done
echo "$# mutants, $survivors survive"
[ "$survivors" -eq 0 ]
