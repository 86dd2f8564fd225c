#!/bin/sh
# test_man_pages.sh SOURCE SDNC COMPILER
#
# That man_pages.sh notices what is missing, and what is there too much.
set -eu
usage='usage: test_man_pages.sh SOURCE SDNC COMPILER'
source=$(realpath "${1:?$usage}")
sdnc=${2:?$usage}
compiler=${3:?$usage}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/docs" "$work/runtime" "$work/generator" "$work/tests"
ln -s "$source/runtime/include" "$work/runtime/include"
ln -s "$source/generator/LANGUAGE.md" "$work/generator/LANGUAGE.md"
ln -s "$source/tests/architecture" "$work/tests/architecture"

# notices PAGE SED-SCRIPT PATTERN
notices() {
    rm -rf "$work/docs/man"
    cp -R "$source/docs/man" "$work/docs/man"
    sed -i "$2" "$work/docs/man/$1"
    if "$source/tests/documents/man_pages.sh" "$work" "$sdnc" "$compiler" >"$work/log"; then
        echo "FAILED: man_pages.sh did not notice: $1: $2"
        exit 1
    fi
    grep -q -e "$3" "$work/log" || { echo "FAILED: no '$3' for $1: $2"; cat "$work/log"; exit 1; }
}

notices sdnc.1 '/^\.It Fl -werror/d' '> \.It Fl -werror'
notices sdn_store.3 '/^\.Fn sdn_store_rename "/d' 'missing: sdn_store_rename'
notices sdn_store.3 's/^\(\.Fn sdn_store_count .*\)store"/\1shop"/' 'declares this: size_t sdn_store_count(const sdn_store \*shop)'
notices sdn_store.3 '/SDN_E_LIMIT/d' 'missing: SDN_E_LIMIT'
notices sdn_store.3 '/^\.It$/d' 'in a line with others: \.Ft "const char \*"'
notices sdn_schema.5 's/^index  *=.*/index = "index" ;/' 'grammar'
echo ok
