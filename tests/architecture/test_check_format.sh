#!/bin/sh
# test_check_format.sh ROOT
#
# That check_format.sh finds code of another form, mends it when told to, and leaves alone what is generated.
set -eu
root=${1:?usage: test_check_format.sh ROOT}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/runtime" "$work/generator" "$work/tests/golden"
cp "$root/.clang-format" "$work/"

echo 'int  main( void ) {return 0;}' >"$work/tests/golden/as_it_is.c"
cp "$work/tests/golden/as_it_is.c" "$work/expected"
echo 'int sdn__one;' >"$work/runtime/one.c"
"$here/check_format.sh" "$work" || exit $?

cp "$work/expected" "$work/generator/two.c"
if "$here/check_format.sh" "$work" >"$work/report" 2>&1; then
    echo "not found: code of another form"
    exit 1
fi
grep -q 'generator/two\.c:1:' "$work/report" || { cat "$work/report"; exit 1; }
"$here/check_format.sh" --apply "$work"
"$here/check_format.sh" "$work"
cmp "$work/tests/golden/as_it_is.c" "$work/expected"
