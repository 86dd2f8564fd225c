#!/bin/sh
# one_case.sh PROGRAM
#
# That a test program lists its cases, runs those whose names match, all without a name, and fails if none matches.
set -eu
program=$(realpath "${1:?usage: one_case.sh PROGRAM}")

fail() {
    echo "one_case.sh: $*" >&2
    exit 1
}

# ran [PATTERN]: how many cases ran, as cmocka counts them.
ran() {
    "$program" "$@" 2>&1 | sed -n 's,^\[  PASSED  \] \([0-9]*\) test.*,\1,p'
}

all=$("$program" --list | wc -l)
first=$("$program" --list | head -n 1)
[ "$all" -gt 1 ] || fail "--list shows $all cases"
[ "$(ran)" -eq "$all" ] || fail "$(ran) of $all cases ran without a name"
[ "$(ran "$first")" -eq 1 ] || fail "'$first' ran $(ran "$first") cases"
[ "$(ran '*')" -eq "$all" ] || fail "'*' ran $(ran '*') of $all cases"
code=0
"$program" no_such_case >/dev/null 2>&1 || code=$?
[ "$code" -eq 2 ] || fail "a name that no case has gives exit code $code"
