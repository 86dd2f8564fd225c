#!/bin/sh
# test_targets.sh PREFIX COMPILER C++-COMPILER
#
# Targets that share schemas, in several directories, in C and C++, in unity builds, below a directory of an odd name; with
# each generator there is here, and the sdnc that is installed in PREFIX. Changed options, import directories, and another
# sdnc generate again what they are for. Mistakes in the options are said.
set -eu
usage='usage: test_targets.sh PREFIX COMPILER C++-COMPILER'
prefix=$(realpath "${1:?$usage}")
cc=${2:?$usage}
cxx=${3:?$usage}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
top="$work/an \$odd (100%) [name] + =ü,~@" # not in it: # and ;, which CMake, and ' and &, which ninja cannot deal with
mkdir "$top"
project="$top/source"
cp -R "$here/targets" "$project"
launcher=$(command -v ccache || true)

fail() {
    echo "FAILED: $*"
    [ ! -f "$work/log" ] || cat "$work/log"
    exit 1
}

configure() {
    build=$1
    shift
    cmake -S "$project" -B "$build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_C_COMPILER="$cc" -DCMAKE_CXX_COMPILER="$cxx" \
        -DCMAKE_C_COMPILER_LAUNCHER="$launcher" -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" "$@" >"$work/log" 2>&1
}

build() {
    cmake --build "$build" --parallel 2 >"$work/log" 2>&1
}

# The lines that the four programs print, sorted.
output() {
    for program in both importer own twin; do
        file=$(find "$build" -name $program -type f -perm -u+x)
        "$file" || echo "failed: $program"
    done
}

expected='both major 0
importer major 0
own major name
twin major 1'

# How many schemas were compiled by the last build.
generated() {
    grep -c 'Generating .* from' "$work/log" || true
}

for generator in "Ninja Multi-Config" "Unix Makefiles" Ninja; do
    case $generator in
    Ninja*) command -v ninja >/dev/null || continue ;;
    *) command -v make >/dev/null || continue ;;
    esac
    configure "$top/$generator" -G "$generator" -DCMAKE_UNITY_BUILD=ON -DCMAKE_C_FLAGS=-O0 || fail "configure, $generator"
    build || fail "build, $generator"
    [ "$(generated)" -eq 7 ] || fail "$(generated) schemas were compiled, not 7, $generator"
    [ "$(output)" = "$expected" ] || fail "the programs print, $generator: $(output)"

    # No more than what the options are for.
    configure "$build" -DTWIN_OPTIONS=--werror || fail "configure with other options, $generator"
    build || fail "build with other options, $generator"
    [ "$(generated)" -eq 2 ] || fail "$(generated) schemas were compiled for other options, not 2, $generator"
    case $generator in
    Ninja*) ! grep 'Building\|Linking' "$work/log" || fail "options that change nothing compile something, $generator" ;;
    *) ;; # CMake deletes the outputs of a changed rule
    esac
    configure "$build" || fail "configure again, $generator"
    build || fail "build again, $generator"
    ! grep 'Generating\|Building\|Linking' "$work/log" || fail "the next build does something, $generator"
    configure "$build" -DTWIN_OPTIONS= || fail "configure without options, $generator"
    build || fail "build without options, $generator"
    [ "$(generated)" -eq 2 ] || fail "$(generated) schemas were compiled for no options, not 2, $generator"
done

# Without unity builds; several options; a warning fails with --werror.
configure "$build" -DCMAKE_UNITY_BUILD=OFF "-DTWIN_OPTIONS=--werror;--error-format=json" || fail "configure"
echo 'import "severity.schema"; record Bug in bugs { key id : u32 = auto; }' >"$project/model/bug.schema"
! cmake --build "$build" --target twin >"$work/log" 2>&1 || fail "a warning is no mistake with --werror" # others fail too
grep -q '"severity":"error"' "$work/log" || fail "--error-format=json was not used"
cp "$here/targets/model/bug.schema" "$project/model/"
build || fail "build without a unity build"
[ "$(output)" = "$expected" ] || fail "the programs print, without a unity build: $(output)"

# says ARGUMENTS PATTERN
says() {
    echo "sdnc_generate($1)" | cat "$here/targets/CMakeLists.txt" - >"$project/CMakeLists.txt"
    ! configure "$build" || fail "accepted: $1"
    tr -s ' \n' '  ' <"$work/log" | grep -q "$2" || fail "no '$2' for: $1"
}
says 'TARGET own SCHEMAS report.schema OPTIONS -o here' "OPTIONS of target 'own' has '-o', which sdnc_generate decides"
says 'TARGET own SCHEMAS report.schema OPTIONS --depfile=x' "has '--depfile=x', which sdnc_generate decides"
says 'TARGET own SCHEMAS report.schema EXPORT_HEADER x.h' "EXPORT_HEADER of target 'own' needs EXPORT_MACRO"
echo ok
