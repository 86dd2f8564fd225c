#!/bin/sh
# readme_example.sh SDNC README.md SDNC_SOURCE_DIRECTORY
#
# Does what the README's worked examples say: writes their files, runs their commands, compares what they print.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
readme=$(realpath "$2")
source=$(realpath "$3")
if command -v ccache >/dev/null; then # the next run finds what this one compiled
    CCACHE_DIR=$(ccache --get-config cache_dir)
    CCACHE_NOHASHDIR=1
    CMAKE_C_COMPILER_LAUNCHER=ccache
    export CCACHE_DIR CCACHE_NOHASHDIR CMAKE_C_COMPILER_LAUNCHER
fi
if command -v ninja >/dev/null; then
    CMAKE_GENERATOR=Ninja # the faster one
    export CMAKE_GENERATOR
fi
CFLAGS=-O0 CMAKE_BUILD_TYPE=None # faster to build
export CFLAGS CMAKE_BUILD_TYPE
. "$here/../git/repository.sh"
mkdir "$work/here"
cd "$work/here"
CCACHE_BASEDIR=$PWD
export CCACHE_BASEDIR
ln -s "$source" sdnc

# A fenced block whose first line names a file in a comment is that file.
awk '
    /^```/ { inside = !inside; if (inside) { first = 1 } else { file = "" }; next }
    inside && first {
        first = 0
        if (match($0, /^(\/\/|#|\/\*) [A-Za-z_.]+( \*\/)?$/)) { file = $2; printf "" > file }
    }
    inside && file != "" { print > file }
' "$readme"
for file in bug.schema CMakeLists.txt main.c; do
    [ -s "$file" ] || { echo "readme_example: the README has no block for $file" >&2; exit 1; }
done

# The console blocks: lines after `$ ` are commands, the rest is what they print.
awk '/^```console$/ { inside = 1; next } /^```/ { inside = 0 } inside' "$readme" >"$work/session"
[ -s "$work/session" ] || { echo "readme_example: the README has no console block" >&2; exit 1; }
while IFS= read -r line; do
    case $line in
    '$ '*)
        command=${line#"$ "}
        echo "$line"
        case $command in
        *cmake*) sh -c "$command" >build.log 2>&1 </dev/null || { cat build.log >&2; exit 1; } ;;
        *) sh -c "$command" 2>&1 </dev/null || true ;;
        esac
        ;;
    esac
done <"$work/session" >"$work/actual"
diff -u "$work/session" "$work/actual"
