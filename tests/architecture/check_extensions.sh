#!/bin/sh
# check_extensions.sh ROOT
#
# Checks that the sources are C11 and POSIX: no extension of a compiler, no header or macro of one system or C library,
# but in the files that layers.txt names. The committed generated code has none at all. Prints each as file:line, says
# what to do, and exits 1.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:?usage: check_extensions.sh ROOT}"

find generator runtime generated -name '*.[chy]' -o -name '*.re' -o -name '*.def' | LC_ALL=C sort |
    awk -v layers="$here/layers.txt" -f "$here/layers.awk" -f "$here/extensions.awk"
