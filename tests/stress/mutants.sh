#!/bin/sh
# mutants.sh SOURCE BUILD [full | MUTANT...]
#
# Shows that the tests notice: breaks the runtime in one way at a time (mutants/*.mutant says how), builds the tests
# against it in the directory BUILD, and demands that one of them fails. Before that, all must pass unbroken.
# A test is a program of tests/unit (test_lock, ...), of tests/integration, or one of this directory that `run` knows;
# those that need the compiler's own code are not among them.
# Without names it takes a few that are found quickly, with `full` all. Exits 1 if a mutant survives or cannot be made.
set -u
usage="usage: mutants.sh SOURCE BUILD [full | MUTANT...]"
source=$(realpath "${1:?$usage}")
stress=$source/tests/stress
golden=$source/tests/golden/ok
mkdir -p "${2:?$usage}"
build=$(realpath "$2")
shift 2
optimize=-O1 # where few are tried, compiling takes longest
case ${1:-quick} in
quick) optimize=-O0 && set -- no_fence child_releases one_temp_name displaced_by_stamps_only ;;
full) set -- $(cd "$stress/mutants" && ls | sed -n 's,\.mutant$,,p') ;;
esac
cc="${CC:-cc} -std=c11 $optimize -w -pthread"
include="-I$source/runtime/include -I$source/runtime/src -I$source/tests/support -I$stress -I$golden -I$source/generated"

fail() {
    echo "mutants.sh: $*" >&2
    exit 1
}

# objects DIRECTORY FILE...: compiles into an empty directory of that name. What `first` names is looked for before all.
objects() {
    rm -rf "${build:?}/$1"
    mkdir -p "$build/$1"
    cd "$build/$1" || fail "no directory $build/$1"
    shift
    $cc ${first:-} $include -c "$@" || fail "cannot compile"
}

# library NAME FILE...: an archive of them.
library() {
    name=$1
    objects "$@"
    rm -f "$build/$name.a"
    ar -rc "$build/$name.a" "$build/$name"/*.o
}

source_of() {
    for file in "$source"/tests/unit/*/"$1.c" "$source/tests/integration/$1.c" "$stress/$1.c"; do
        [ -f "$file" ] && echo "$file" && return
    done
    fail "no test $1"
}

# link TEST BINARY OBJECT...: the objects take the place of those of the runtime. The binary keeps the name of the test,
# which some ask for. Some of what is generated for tests has the names of what was written by hand for others.
link() {
    test=$1
    binary=$2
    shift 2
    case $test in
    test_generated*) libraries="$build/generated.a $build/support.a" ;;
    *) libraries="$build/support.a $build/generated.a" ;;
    esac
    $cc -o "$binary" "$build/test-$test/$test.o" "$@" -Wl,--start-group $libraries "$build/runtime.a" \
        -Wl,--end-group -lcmocka || fail "cannot link $test"
}

# run TEST BINARY: with arguments that make it long enough to notice and short enough to wait for. How soon the lock of
# the dead is free is checked loosely here, since other work may run at the same time.
run() {
    case $1 in
    test_merge_model) set -- env SDN_TEST_MERGES=100 "$2" ;;
    test_*) set -- "$2" ;;
    broken_lock) set -- "$2" 10 ;;
    editors) set -- "$2" 20 ;;
    lock_kill) set -- "$2" 100 '*' 2500 ;;
    plain_lock_interop) set -- "$2" 3000 ;;
    store_campaign) set -- "$2" 600 0.5 2 4 16 ;;
    two_users) set -- "$2" 10 ;;
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

tests_of_all() {
    for mutant in "$@"; do tests_of "$mutant"; done | tr ' ' '\n' | sort -u
}

# Of this directory only what is no test itself.
prepare() {
    library runtime "$source"/runtime/src/*/*.c
    library support $(grep -LE "compile_text|rendered_diags|model_types|merged_files|include \"database" "$source"/tests/support/*.c "$source"/tests/support/*/*.c) \
        $(grep -L '^int main' "$stress"/*.c)
    library generated "$golden"/*.c "$source"/generated/*.c "$source"/tests/integration/todos.c
    for test in $(tests_of_all "$@"); do
        objects "test-$test" "$(source_of "$test")"
    done
}

must_pass_unbroken() {
    mkdir -p "$build/unbroken"
    for test in $(tests_of_all "$@"); do
        start=$(date +%s.%N)
        link "$test" "$build/unbroken/$test"
        run "$test" "$build/unbroken/$test" || { tail -n 20 "$build/log"; fail "$test fails without a mutant"; }
        printf '%-28s %-28s %6s s\n' "(unbroken)" "passes $test" "$(seconds_since "$start")"
    done
}

# Where a header is changed, all that may include it is compiled, the changed files before their originals.
compile_mutant() {
    changed=$build/$1-src
    first=-I$changed
    if [ -z "$(find "$changed" -name '*.h')" ]; then
        objects "$1" "$changed"/*/*.c
    else
        objects "$1" $(cd "$source/runtime/src" && for file in */*.c; do
            [ -f "$changed/$file" ] && echo "$changed/$file" || echo "$source/runtime/src/$file"
        done)
    fi
    first=
}

# Prints the test that noticed; false if none did.
try_mutant() {
    start=$(date +%s.%N)
    for test in $(tests_of "$1"); do
        link "$test" "$build/$1/$test" "$build/$1"/*.o
        if ! run "$test" "$build/$1/$test"; then
            cp "$build/log" "$build/$1.log"
            printf '%-28s %-28s %6s s\n' "$1" "$test" "$(seconds_since "$start")"
            return 0
        fi
    done
    printf '%-28s %-28s %6s s\n' "$1" "SURVIVES" "$(seconds_since "$start")"
    return 1
}

prepare "$@"
printf '%-28s %-28s %8s\n' mutant "noticed by" after
must_pass_unbroken "$@"
survivors=0
for mutant in "$@"; do
    rm -rf "${build:?}/$mutant-src"
    awk -v SOURCE="$source/runtime/src" -v TARGET="$build/$mutant-src" -f "$stress/mutate.awk" \
        "$stress/mutants/$mutant.mutant" || fail "cannot make the mutant $mutant"
    compile_mutant "$mutant"
    try_mutant "$mutant" || survivors=$((survivors + 1))
done
echo "$# mutants, $survivors survive"
[ "$survivors" -eq 0 ]
