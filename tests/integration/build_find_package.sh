#!/bin/sh
# build_find_package.sh PREFIX COMPILER C++-COMPILER
#
# A project that finds sdnc in PREFIX, where build_install.sh installed it, with each generator there is here; what it
# says if the release is too old or a part is missing; SDNC_EXECUTABLE, and an installation without sdnc.
set -eu
usage="usage: build_find_package.sh PREFIX COMPILER C++-COMPILER"
prefix=$(realpath "${1:?$usage}")
cc=${2:?$usage}
cxx=${3:?$usage}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
project="$work/a project"
cp -R "$here/installed" "$project"

fail() {
    echo "FAILED: $*"
    [ ! -f "$work/log" ] || cat "$work/log"
    exit 1
}

# configure BUILD PREFIX [option...]
configure() {
    build=$1
    from=$2
    shift 2
    cmake -S "$project" -B "$build" -DCMAKE_PREFIX_PATH="$from" -DCMAKE_C_COMPILER="$cc" -DCMAKE_CXX_COMPILER="$cxx" \
        "$@" >"$work/log" 2>&1
}

# says PATTERN WHAT: the last command printed it, in one line or in several.
says() {
    tr -s ' \n' '  ' <"$work/log" | grep -q "$1" || fail "no '$1': $2"
}

for generator in Ninja "Unix Makefiles" "Ninja Multi-Config"; do
    case $generator in
    Ninja*) command -v ninja >/dev/null || continue ;;
    *) command -v make >/dev/null || continue ;;
    esac
    build="$work/$generator"
    configure "$build" "$prefix" -G "$generator" || fail "configure, $generator"
    cmake --build "$build" --parallel 2 >"$work/log" 2>&1 || fail "build, $generator"
    for program in notes notes_shared notes_cpp; do
        file=$(find "$build" -name $program -type f -perm -u+x)
        rm -f "$work/notes.sdn"
        "$file" "$work/notes.sdn" one >/dev/null || fail "$program, $generator"
        [ "$("$file" "$work/notes.sdn" two)" = "notes: 2" ] || fail "$program, $generator: counts wrongly"
    done
    cmake --build "$build" >"$work/log" 2>&1 || fail "second build, $generator"
    ! grep 'Generating\|Building\|Linking' "$work/log" || fail "the second build does something, $generator"
done
shared=$(find "$build" -name notes_shared -type f -perm -u+x)
readelf -d "$shared" | grep -q 'NEEDED.*libsdn\.so\.0' || fail "notes_shared does not use libsdn.so.0"
! nm "$shared" | grep -q ' T sdn_file_open' || fail "notes_shared has libsdn.a in it, too"

build="$work/Ninja"
[ -d "$build" ] || build="$work/Unix Makefiles"
! grep -i 'xxhash\|RE2C\|LEMON\|CMOCKA' "$build/CMakeCache.txt" || fail "a project asks for what only sdnc needs"

# Releases: the same minor one is needed.
release=$("$prefix/bin/sdnc" --version | sed 's/sdnc //')
major=${release%%.*} minor=${release#*.}
minor=${minor%%.*}
for wanted in $major.$((minor + 1)) $((major + 1)).$minor $major.$minor.99; do
    sed -i "s/find_package(sdnc [0-9.]*/find_package(sdnc $wanted/" "$project/package/CMakeLists.txt"
    ! configure "$build" "$prefix" || fail "accepted as release $wanted"
done
sed -i "s/find_package(sdnc [0-9.]*/find_package(sdnc $release/" "$project/package/CMakeLists.txt"
configure "$build" "$prefix" || fail "not accepted as release $release"

# Without sdnc: the one of SDNC_EXECUTABLE, or of the PATH; or a message.
half="$work/half a prefix"
cp -R "$prefix" "$half"
rm "$half/bin/sdnc"
fresh() { # the compilers are known already
    rm -f "$work/fresh/CMakeCache.txt"
    configure "$work/fresh" "$@"
}
! fresh "$half" || fail "found without a compiler"
says 'compiler' "a part is missing"
fresh "$half" -DSDNC_EXECUTABLE="$prefix/bin/sdnc" || fail "configure with SDNC_EXECUTABLE"
cmake --build "$work/fresh" --target notes >"$work/log" 2>&1 || fail "build with SDNC_EXECUTABLE"
PATH="$prefix/bin:$PATH" fresh "$half" || fail "configure with sdnc on the PATH"
cmake --build "$work/fresh" --target notes >"$work/log" 2>&1 || fail "build with sdnc on the PATH"
sed -i 's/ COMPONENTS.*)/)/' "$project/package/CMakeLists.txt"
! fresh "$half" || fail "generates without a compiler"
says 'no sdnc was built or found; install it, set SDNC_EXECUTABLE' "no compiler"
echo ok
