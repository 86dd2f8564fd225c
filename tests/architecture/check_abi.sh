#!/bin/sh
# check_abi.sh [--update] COMPILER INCLUDE LIBSDN.SO
#
# Compares the binary interface with what is recorded in abi.txt: the exported names, the sizes of the public structs,
# where their members are, and the values of the enums. A difference fails until the file says so, which --update sees
# to; docs/abi.md says which numbers to change first. The record is for 64-bit Linux on x86; elsewhere it is skipped
# (exit 77).
set -eu
usage="usage: check_abi.sh [--update] COMPILER INCLUDE LIBSDN.SO"
update=no
if [ "${1:?$usage}" = --update ]; then
    update=yes
    shift
fi
compiler=${1:?$usage}
include=${2:?$usage}
shared=${3:?$usage}
here=$(cd "$(dirname "$0")" && pwd)
recorded=${SDNC_ABI:-$here/abi.txt}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ "$(uname -sm)" = "Linux x86_64" ] || { echo "skipped: the record is for Linux on x86_64"; exit 77; }

awk -f "$here/members.awk" "$include"/sdn/*.h >"$work/members.c"
"$compiler" -std=c11 -I "$include" -o "$work/members" "$work/members.c"
{
    echo "# The binary interface of libsdn; made by tests/architecture/check_abi.sh --update, explained in docs/abi.md"
    sed -n 's/^#define SDN_GENERATED_ABI */generated code: /p' "$include/sdn/version.h"
    readelf -d "$shared" | sed -n 's/.*SONAME.*\[\(.*\)\].*/library: \1/p'
    "$work/members"
    nm -D --defined-only "$shared" | awk '$3 !~ /^_/ { print "symbol " $3 }' | LC_ALL=C sort
} >"$work/abi"

if [ $update = yes ]; then
    cp "$work/abi" "$recorded"
elif ! diff -U 3 "$recorded" "$work/abi"; then
    echo "The binary interface changed (- recorded, + now). See \"Changing it\" in docs/abi.md for the numbers that change with"
    echo "it; then: cmake --build build --target update-abi"
    exit 1
fi
