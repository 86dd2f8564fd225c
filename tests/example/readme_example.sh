#!/bin/sh
# Does what the README's worked example says: writes its files, runs its commands, compares what they print.
#
#   readme_example.sh README.md SDNC_SOURCE_DIRECTORY
set -eu
readme=$(realpath "$1")
source=$(realpath "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
ln -s "$source" sdnc
if command -v ccache >/dev/null; then # the next run finds what this one compiled
    CCACHE_BASEDIR="$work"
    CCACHE_NOHASHDIR=1
    CMAKE_C_COMPILER_LAUNCHER=ccache
    export CCACHE_BASEDIR CCACHE_NOHASHDIR CMAKE_C_COMPILER_LAUNCHER
fi
if command -v ninja >/dev/null; then
    CMAKE_GENERATOR=Ninja # the faster one
    export CMAKE_GENERATOR
fi

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

# The console block: lines after `$ ` are commands, the rest is what they print.
awk '/^```console/ { inside = 1; next } /^```/ { inside = 0 } inside' "$readme" >session
[ -s session ] || { echo "readme_example: the README has no console block" >&2; exit 1; }
while IFS= read -r line; do
    case $line in
    '$ '*)
        command=${line#"$ "}
        echo "$line"
        case $command in
        *cmake*) sh -c "$command" >build.log 2>&1 || { cat build.log >&2; exit 1; } ;;
        *) sh -c "$command" 2>&1 || true ;;
        esac
        ;;
    esac
done <session >actual
diff -u session actual
