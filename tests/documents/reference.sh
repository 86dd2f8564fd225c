#!/bin/sh
# reference.sh SOURCE
#
# That doxygen makes the reference of the library from its headers without a warning, that its main page leads to each
# header, and each function has its own description. And that a declaration without description, or a broken reference,
# would be noticed.
set -eu
usage='usage: reference.sh SOURCE'
source=$(realpath "${1:?$usage}")
command -v doxygen >/dev/null || { echo "doxygen is not installed"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
    echo "FAILED: $1"
    failures=$((failures + 1))
}

"$source/docs/reference/make.sh" "$source" "$work/reference" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
html=$work/reference/html
for header in "$source"/runtime/include/sdn/*.h; do
    name=$(basename "$header" .h)
    [ "$name" = sdn ] || grep -q "href=\"$(echo "$name" | sed 's/_/__/g')_8h.html\"" "$html/index.html" ||
        fail "the main page does not lead to sdn/$name.h"
done
for function in sdn_store_edit sdn_file_commit sdn_lock_acquire sdn_timestamp_parse sdn_read_date sdn_str_from; do
    grep -rqF "$function()</h2>" "$html" || fail "this function has no entry: $function"
done
grep -q '>Walks<' "$html/store_8h.html" || fail "the sections of store.h are not shown"
grep -q 'href="structsdn__timestamp.html"' "$html/unionsdn__value.html" || fail "the type of a member is no link"
# Of functions under one comment the second has it too.
grep -A 40 'sdn_timestamp_parse()</h2>' "$html/time_8h.html" | grep -q 'Reads a text that is a date' ||
    fail "a description that is shared is not repeated"

# breaks FILE SCRIPT: makes a header of the copy wrong, by a script of sed
breaks() {
    header=$work/copy/runtime/include/sdn/$1
    sed "$2" "$header" >"$work/changed"
    cmp -s "$header" "$work/changed" && fail "the script changes nothing: $2"
    cp "$work/changed" "$header"
}

mkdir -p "$work/copy/runtime" "$work/copy/generated"
cp -R "$source/runtime/include" "$work/copy/runtime/"
cp "$source/generated/todo.h" "$work/copy/generated/"
breaks lock.h '/^\/\* Releases the lock/d'
breaks error.h 's,\(uint32_t line; *\)/.*,\1,'
breaks arena.h 's/As sdn_arena_copy,/As sdn_arena_copie,/'
! "$source/docs/reference/make.sh" "$work/copy" "$work/broken" >"$work/log" 2>&1 || fail "wrong headers are accepted"
for said in 'sdn_lock_release.* is not documented' 'Member line .* is not documented' "'sdn_arena_copie' could not be"; do
    grep -q "$said" "$work/log" || fail "this is not said of wrong headers: $said"
done
exit $((failures > 0))
