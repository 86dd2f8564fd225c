#!/bin/sh
# test_check_includes.sh ROOT
#
# That check_includes.sh finds what it is for: a copy of the tree passes, and each violation planted in it is found.
set -eu
root=${1:?usage: test_check_includes.sh ROOT}
here=$(cd "$(dirname "$0")" && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

(cd "$root" && tar cf - generator runtime generated) | (cd "$copy" && tar xf -)
"$here/check_includes.sh" "$copy"

failures=0
while read -r file line; do
    cp "$copy/$file" "$copy/saved"
    printf '%s\n' "$line" >>"$copy/$file"
    if "$here/check_includes.sh" "$copy" >"$copy/report"; then
        echo "not found: '$line' in $file"
        failures=1
    elif ! grep -q "^$file:" "$copy/report"; then
        echo "found elsewhere: '$line' in $file"
        cat "$copy/report"
        failures=1
    fi
    cp "$copy/saved" "$copy/$file"
done <<'END'
generator/emit/emit.c #include "schema/ast.h"
generator/emit/emit_store.c #include <sdn/store.h>
generator/emit/cname.c #include "schema/parse.h"
generator/schema/model.h #include "schema/ast.h"
generator/schema/source.c #include "emit/emit.h"
generator/schema/source.c #include <sdn/lock.h>
runtime/src/base/arena.c #include "file/path.h"
runtime/src/base/arena.c #include <fcntl.h>
runtime/src/file/lock.c #include "table/table.h"
runtime/src/file/lock.c # include <unistd.h>
runtime/src/record/row_read.c #include "table/table.h"
runtime/src/table/table.c #include "schema/model.h"
runtime/include/sdn/str.h #include "base/alloc.h"
generated/todo.c #include "table/table.h"
END
exit $failures
