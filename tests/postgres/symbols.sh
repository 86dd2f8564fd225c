#!/bin/sh
# symbols.sh LIBSDN-POSTGRES.A LIBSDN-POSTGRES.SO
#
# That libsdn-postgres exports the one function of sdn/postgres.h, that its other external names begin with sdn__postgres_ and
# are hidden, and that it needs of libsdn only what that exports. Prints what is wrong, and exits 1.
set -eu
usage='usage: symbols.sh LIBSDN-POSTGRES.A LIBSDN-POSTGRES.SO'
archive=${1:?$usage}
shared=${2:?$usage}
{
    nm -D --defined-only "$shared" | awk '$3 !~ /^_/ && $3 != "sdn_postgres_use" { print "exports " $3 }'
    nm -D --defined-only "$shared" | grep -q ' sdn_postgres_use$' || echo "does not export sdn_postgres_use"
    readelf -sW "$archive" | awk '($5 == "GLOBAL" || $5 == "WEAK") && $7 != "UND" && $8 !~ /^_/ && $8 != "sdn_postgres_use" {
        if ($8 !~ /^sdn__postgres_/) print $8 " is external: make it static, or name it sdn__postgres_..."
        if ($6 != "HIDDEN") print $8 " is not hidden"
    }' | sort -u
    nm -D --undefined-only "$shared" | awk '$2 ~ /^sdn__/ { print "needs the private " $2 }'
    readelf -d "$shared" | grep -Eq 'SONAME.*\[libsdn-postgres\.so\.[0-9]+\]' || echo "has no name with a number"
} >"${TMPDIR:-/tmp}/symbols.$$"
sed "s|^|$(basename "$shared"): |" "${TMPDIR:-/tmp}/symbols.$$"
bad=0
[ ! -s "${TMPDIR:-/tmp}/symbols.$$" ] || bad=1
rm -f "${TMPDIR:-/tmp}/symbols.$$"
exit $bad
