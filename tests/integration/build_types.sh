#!/bin/sh
# build_types.sh SDNC_SOURCE PREFIX COMPILER
#
# How sources are compiled when sdnc is a subdirectory, by the commands that CMake writes: without a build type libsdn and
# generated sources are optimized; a build type, or an option for optimization of the project, stays as it is, and the
# sources of the project are compiled as if sdnc were not there. Nothing is built.
set -eu
usage='usage: build_types.sh SDNC_SOURCE PREFIX COMPILER'
source=$(realpath "${1:?$usage}")
prefix=$(realpath "${2:?$usage}")
cc=${3:?$usage}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command -v ninja >/dev/null || { echo "ninja is not installed"; exit 77; }
cd "$work"
echo 'record Note in notes { key id : u32 = auto; }' >note.schema
echo 'int main(void) { return 0; }' >main.c
cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.20)
project(types LANGUAGES C)
add_compile_options(${DIRECTORY_OPTIONS})
add_subdirectory("${SDNC_SOURCE}" sdnc EXCLUDE_FROM_ALL)
add_executable(app main.c)
sdnc_generate(TARGET app SCHEMAS note.schema)
target_compile_options(app PRIVATE ${TARGET_OPTIONS})
END

fail() {
    echo "FAILED: $*"
    exit 1
}

# The options of a source file that say how to optimize, and NDEBUG, in order.
options_of() {
    grep "\"command\".* -c [^ ]*/$1\"" build/compile_commands.json | grep -oE ' (-O[^ ]*|-DNDEBUG)' | xargs
}

# Arguments: what main.c, note.c and a source of libsdn are compiled with; the options of cmake.
compiled() {
    mine=$1 generated=$2 library=$3
    shift 3
    cmake -S . -B build -G Ninja -DCMAKE_C_COMPILER="$cc" -DSDNC_SOURCE="$source" -DSDNC_EXECUTABLE="$prefix/bin/sdnc" \
        -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DCMAKE_BUILD_TYPE= -DCMAKE_C_FLAGS= -DDIRECTORY_OPTIONS= \
        -DTARGET_OPTIONS= -DCMAKE_UNITY_BUILD=OFF "$@" >log 2>&1 || { cat log; fail "configure: $*"; }
    [ "$(options_of main.c)" = "$mine" ] || fail "a source of the project has '$(options_of main.c)': $*"
    [ "$(options_of note.c)" = "$generated" ] || fail "a generated source has '$(options_of note.c)': $*"
    [ "$(options_of table.c)" = "$library" ] || fail "a source of libsdn has '$(options_of table.c)': $*"
}

compiled '' '-O2' '-DNDEBUG -O2'
compiled '-O0' '-O0' '-O0' -DCMAKE_C_FLAGS='-g -O0'
compiled '-Os' '-Os' '-Os' -DDIRECTORY_OPTIONS='-g;-Os'
compiled '-O1' '-O1' '-DNDEBUG -O2' -DTARGET_OPTIONS=-O1
compiled '' '' '' -DCMAKE_BUILD_TYPE=Debug
compiled '' '' '' -DCMAKE_BUILD_TYPE=None
compiled '-O3 -DNDEBUG' '-O3 -DNDEBUG' '-O3 -DNDEBUG' -DCMAKE_BUILD_TYPE=Release
compiled '' '-O2' '-DNDEBUG -O2' -DCMAKE_UNITY_BUILD=ON

# By itself sdnc has a build type, and says so.
alone() {
    rm -f alone/CMakeCache.txt
    cmake -S "$source" -B alone -G Ninja -DCMAKE_C_COMPILER="$cc" -DSDNC_BUILD_GENERATOR=OFF -DSDNC_BUILD_TESTS=OFF "$@" \
        >log 2>&1 || { cat log; fail "configure sdnc: $*"; }
}
alone
grep -q 'no CMAKE_BUILD_TYPE is set: RelWithDebInfo' log || fail "does not say which build type it takes"
alone -DCMAKE_BUILD_TYPE=Debug
! grep 'CMAKE_BUILD_TYPE' log || fail "takes another build type than the one that is asked for"
grep -q '^CMAKE_BUILD_TYPE:[A-Z]*=Debug$' alone/CMakeCache.txt || fail "changed the build type"
echo ok
