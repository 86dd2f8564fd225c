#!/bin/sh
# check_format.sh [--apply] ROOT
#
# Checks that the code has the form that .clang-format describes; with --apply gives it that form. Left out is what is
# generated. Other versions of clang-format decide some lines differently, so it has to be version 14; without it the
# check is skipped (exit 77).
set -eu
usage="usage: check_format.sh [--apply] ROOT"
mode="--dry-run -Werror"
if [ "${1:?$usage}" = --apply ]; then
    mode=-i
    shift
fi
cd "${1:?$usage}"
wanted=14

tool=""
for candidate in clang-format clang-format-$wanted; do
    if "$candidate" --version 2>/dev/null | grep -q "version $wanted\."; then
        tool=$candidate
        break
    fi
done
[ -n "$tool" ] || { echo "skipped: clang-format $wanted is not installed"; exit 77; }

# shellcheck disable=SC2086 # several options
if ! find runtime generator tests -name '*.[ch]' ! -path 'tests/golden/*' ! -path 'tests/fuzz/corpus*' ! -path '*/build*/*' |
    LC_ALL=C sort | xargs "$tool" $mode; then
    echo "Give these lines the form above: cmake --build build --target format"
    exit 1
fi
