#!/bin/sh
# stale.sh COMPILER INCLUDE LIBRARY SUPPORT
#
# That AddressSanitizer finds a write through a record pointer that was kept over a save, in a program that is built
# with it, whether or not the library is. Without AddressSanitizer the test is skipped.
set -eu
compiler=${1:?usage: stale.sh COMPILER INCLUDE LIBRARY SUPPORT}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/stale.c" <<'END'
#include "record_types/basic.h"
int main(int argc, char **argv)
{
    sdn_error err;
    sdn_store *store = sdn_store_open(&note_record_type, argv[argc - 1], NULL, &err);
    note values = note_of("1", "one");
    note *kept = sdn_store_insert(store, &values, &err);
    kept->number = 2;
    if (sdn_file_save(sdn_store_file(store), &err) != SDN_OK)
        return 3;
    if (argc > 2)
        kept->number = 3;
    sdn_store_close(store);
    return 0;
}
END
"$compiler" -fsanitize=address -I "$2" -I "$4" "$work/stale.c" "$4/record_types/basic.c" "$3" -o "$work/stale" || exit 77
"$work/stale" "$work/a.sdn" || { echo "the program fails as it is"; exit 1; }
if "$work/stale" stale "$work/b.sdn" 2>"$work/log"; then
    echo "the write was not noticed"
    exit 1
fi
grep -q use-after-free "$work/log" || { cat "$work/log"; exit 1; }
