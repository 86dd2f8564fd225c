#!/bin/sh
# check_sizes.sh ROOT
#
# Checks that things stay small enough to be seen at once: no folder of sources with more than 22 files, no struct with
# more than 20 members. Tables of functions, and the structs of options that the public headers declare, may have more.
# Prints each that is larger as file:line, says what to do, and exits 1.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:?usage: check_sizes.sh ROOT}"

find generator runtime -name '*.[chy]' -o -name '*.re' -o -name '*.def' | LC_ALL=C sort |
    awk -v most_files=22 -v most_members=20 -f "$here/sizes.awk"
