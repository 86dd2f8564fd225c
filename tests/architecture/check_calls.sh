#!/bin/sh
# check_calls.sh ROOT BUILD
#
# Checks who calls whom, by the symbols that the objects of a build need and define: a file needs its own folder and
# lower ones, as layers.txt says; and no files need each other in a circle. Prints each need that breaks it and what to
# do, and exits 1. What is called through a table or pointer is not seen.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(realpath "${1:?usage: check_calls.sh ROOT BUILD}")
build=$(realpath "${2:?usage: check_calls.sh ROOT BUILD}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# objects DIRECTORY SOURCES: lines `object source`; left out are objects of sources that are no longer there.
objects() {
    [ -d "$build/$1" ] || return 0
    (cd "$build/$1" && find . -name '*.o') | sed 's|^\./||; s|\.o$||' | LC_ALL=C sort | while read -r source; do
        case $source in
        parser/*) # made by re2c and lemon
            name=$(basename "$source" .c)
            file=$(cd "$root" && find "$2" -name "$name.re" -o -name "$name.y")
            ;;
        *) file=$2/$source ;;
        esac
        [ -n "$file" ] && [ -f "$root/$file" ] && echo "$build/$1/$source.o $file"
    done
}
{
    objects runtime/CMakeFiles/sdn.dir runtime
    objects generator/CMakeFiles/sdnc_core.dir generator
    objects generator/CMakeFiles/sdnc.dir generator
} >"$work/objects"
[ "$(wc -l <"$work/objects")" -ge 50 ] || { echo "FAILED: found hardly any objects in $build; build it first"; exit 1; }

cut -d ' ' -f 1 "$work/objects" | xargs nm -A -g >"$work/symbols"
: >"$work/edges"
awk -v layers="$here/layers.txt" -v edges="$work/edges" -f "$here/layers.awk" -f "$here/calls.awk" \
    "$work/objects" "$work/symbols" >"$work/report" || true
awk -f "$here/circles.awk" "$work/edges" | LC_ALL=C sort >>"$work/report"
cat "$work/report"
[ ! -s "$work/report" ]
