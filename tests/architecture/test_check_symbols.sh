#!/bin/sh
# test_check_symbols.sh COMPILER INCLUDE LIBSDN.A LIBSDN.SO
#
# That check_symbols.sh and check_abi.sh find what they are for: each violation is planted in copies of the headers and
# libraries.
set -eu
usage="usage: test_check_symbols.sh COMPILER INCLUDE LIBSDN.A LIBSDN.SO"
compiler=${1:?$usage}
include=${2:?$usage}
archive=${3:?$usage}
shared=${4:?$usage}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fresh() {
    rm -rf "$work/include" "$work/libsdn.a" "$work/libsdn.so"
    cp -R "$include" "$work/include"
    cp "$archive" "$work/libsdn.a"
    cp -L "$shared" "$work/libsdn.so"
}

# found WHAT PATTERN: the check fails and says PATTERN, and nothing else.
found() {
    if "$here/check_symbols.sh" "$compiler" "$work/include" "$work/libsdn.a" "$work/libsdn.so" >"$work/report" 2>&1; then
        echo "not found: $1"
        failures=1
    elif ! grep -Eq "$2" "$work/report" || [ "$(wc -l <"$work/report")" -ne 1 ]; then
        echo "not as expected: $1"
        cat "$work/report"
        failures=1
    fi
    fresh
}

# plant CODE: an object with it, added to libsdn.a.
plant() {
    echo "$1" >"$work/planted.c"
    "$compiler" -c -o "$work/planted.o" "$work/planted.c"
    ar r "$work/libsdn.a" "$work/planted.o"
}

fresh
"$here/check_symbols.sh" "$compiler" "$work/include" "$work/libsdn.a" "$work/libsdn.so"

plant '__attribute__((visibility("hidden"))) int sdn_helper(void) { return 1; }'
found "an external function with a public name" '^planted\.o: sdn_helper is external but not public'

plant 'int sdn__helper(void) { return 1; }'
found "a private function that is not hidden" '^planted\.o: sdn__helper is private but DEFAULT'

plant '__attribute__((visibility("hidden"))) int helper_count;'
found "an object without prefix" '^planted\.o: helper_count is external but not public'

echo 'SDN_API int sdn_str_reverse(sdn_str text);' >>"$work/include/sdn/str.h"
found "a function that is declared only" 'sdn/str\.h:[0-9]+: sdn_str_reverse is declared, but'

echo 'extern int sdn_level;' >>"$work/include/sdn/error.h"
found "an object that is declared only" 'sdn/error\.h:[0-9]+: sdn_level is declared, but'

echo 'int planted;' >"$work/planted.c"
"$compiler" -shared -fPIC -o "$work/libsdn.so" "$work/planted.c" -Wl,--whole-archive "$archive" -Wl,--no-whole-archive \
    -lpthread -Wl,-soname,libsdn.so.0 2>"$work/log" || { cat "$work/log"; exit 1; }
found "an exported object without declaration" 'exports planted, which no public header declares'

"$compiler" -shared -o "$work/libsdn.so" -Wl,--whole-archive "$archive" -Wl,--no-whole-archive -lpthread
found "a library whose name has no number" 'has no name with a number'

# abi_change FILE SED PATTERN: a change to a header makes a difference to the recorded interface, on a line with
# PATTERN.
abi_change() {
    sed -i "$2" "$work/include/sdn/$1"
    if "$here/check_abi.sh" "$compiler" "$work/include" "$work/libsdn.so" >"$work/report" 2>&1; then
        echo "not found: $2 in $1"
        failures=1
    elif ! grep -Eq "$3" "$work/report"; then
        echo "not as expected: $2 in $1"
        cat "$work/report"
        failures=1
    fi
    fresh
}
if [ "$(uname -sm)" = "Linux x86_64" ]; then
    abi_change store.h 's/^    bool strict;/    bool lenient;\n&/' '^\+ +17 strict'
    abi_change store.h 's/^    size_t max_cell_bytes;/    uint32_t max_cell_bytes;/' '^\+ +36 max_columns'
    abi_change error.h 's/ SDN_E_NOMEM,/ SDN_E_FULL,\n&/' '^\+.*SDN_E_NOMEM is 2'
    abi_change record.h 's/SDN_FIELD_LIST = 1 << 1/SDN_FIELD_LIST = 1 << 7/' '^\+.*SDN_FIELD_LIST is 128'
    abi_change version.h 's/SDN_GENERATED_ABI 5/SDN_GENERATED_ABI 6/' '^\+generated code: 6'
    "$compiler" -shared -fPIC -o "$work/libsdn.so" "$work/planted.c" -Wl,--whole-archive "$archive" \
        -Wl,--no-whole-archive -lpthread -Wl,-soname,libsdn.so.0
    abi_change str.h '' '^\+symbol planted'
fi

exit $failures
