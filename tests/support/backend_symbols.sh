#!/bin/sh
# backend_symbols.sh NAME ARCHIVE SHARED_LIBRARY
#
# That the library of a backend, libsdn-NAME, exports the one function sdn_NAME_use, that its other external names begin with
# sdn__NAME_ and are hidden, and that it needs of libsdn only what that exports. Prints what is wrong, and exits 1.
set -eu
usage='usage: backend_symbols.sh NAME ARCHIVE SHARED_LIBRARY'
name=${1:?$usage}
archive=${2:?$usage}
shared=${3:?$usage}
{
    nm -D --defined-only "$shared" | awk -v use="sdn_${name}_use" '$3 !~ /^_/ && $3 != use { print "exports " $3 }'
    nm -D --defined-only "$shared" | grep -q " sdn_${name}_use\$" || echo "does not export sdn_${name}_use"
    readelf -sW "$archive" | awk -v use="sdn_${name}_use" -v prefix="sdn__${name}_" '
    ($5 == "GLOBAL" || $5 == "WEAK") && $7 != "UND" && $8 !~ /^_/ && $8 != use {
        if (index($8, prefix) != 1) print $8 " is external: make it static, or name it " prefix "..."
        if ($6 != "HIDDEN") print $8 " is not hidden"
    }' | sort -u
    nm -D --undefined-only "$shared" | awk '$2 ~ /^sdn__/ { print "needs the private " $2 }'
    readelf -d "$shared" | grep -Eq "SONAME.*\[libsdn-$name\.so\.[0-9]+\]" || echo "has no name with a number"
} >"${TMPDIR:-/tmp}/symbols.$$"
sed "s|^|$(basename "$shared"): |" "${TMPDIR:-/tmp}/symbols.$$"
bad=0
[ ! -s "${TMPDIR:-/tmp}/symbols.$$" ] || bad=1
rm -f "${TMPDIR:-/tmp}/symbols.$$"
exit $bad
