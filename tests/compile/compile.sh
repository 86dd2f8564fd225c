#!/bin/sh
# compile.sh KIND COMPILER INCLUDE DIRECTORY...
#
# That generated code compiles without a warning. KIND is c (each .c and each .h alone, as C11) or c++ (each .h alone,
# as C++17). Exits 77, which ctest counts as skipped, if the compiler is not installed.
set -eu
kind=${1:?usage: compile.sh KIND COMPILER INCLUDE DIRECTORY...}
compiler=$2
include=$3
shift 3

if ! command -v "$compiler" >/dev/null; then
    echo "skipped: $compiler is not installed"
    exit 77
fi
case $kind in
c)   flags="-std=c11 -Wstrict-prototypes -Wmissing-prototypes" ;;
c++) flags="-std=c++17" ;;
*)   echo "KIND is '$kind'; use c or c++"; exit 2 ;;
esac
flags="$flags -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
# Some warnings of gcc for a function come after its syntax is known. clang has all by then, and what is in a header is
# also in a source.
whole="-c -o $work/object"
case $compiler in *clang*) whole=-fsyntax-only ;; esac
compile() { # extent language file [name]
    # shellcheck disable=SC2086 # several options
    "$compiler" -x "$2" $flags -I "$include" $1 "$3" || { echo "${4:-$3}: not clean"; status=1; }
}

files=0
for directory in "$@"; do
    for header in "$directory"/*.h; do
        # Nothing before it, and twice, which the include guard must allow.
        path=$(realpath "$header")
        printf '#include "%s"\n#include "%s"\n' "$path" "$path" >"$work/alone"
        compile -fsyntax-only "$kind" "$work/alone" "$header"
        files=$((files + 1))
    done
    [ "$kind" = c ] || continue
    for source in "$directory"/*.c; do
        compile "$whole" c "$source"
        files=$((files + 1))
    done
done
echo "$files files"
exit $status
