#!/bin/sh
# abi.sh COMPILER INCLUDE HEADER
#
# That a generated header does not compile with a runtime of another contract, older or newer, and says why.
set -eu
compiler=${1:?usage: abi.sh COMPILER INCLUDE HEADER}
include=${2:?usage: abi.sh COMPILER INCLUDE HEADER}
header=$(realpath "${3:?usage: abi.sh COMPILER INCLUDE HEADER}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$include" "$work/include"
echo "#include \"$header\"" >"$work/use.c"

refused() { # number pattern
    sed "s/^#define SDN_GENERATED_ABI .*/#define SDN_GENERATED_ABI $1/" "$include/sdn/version.h" \
        >"$work/include/sdn/version.h"
    if "$compiler" -I "$work/include" -fsyntax-only "$work/use.c" 2>"$work/log"; then
        echo "accepted a runtime with SDN_GENERATED_ABI $1"
        exit 1
    fi
    grep -q "$2" "$work/log" || { cat "$work/log"; exit 1; }
}
refused 0 'this sdn runtime is too old for'
refused 1000 'is too old for this sdn runtime'
