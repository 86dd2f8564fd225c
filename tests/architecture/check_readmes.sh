#!/bin/sh
# check_readmes.sh ROOT
#
# Checks that each folder of sources has a README.md of the usual form, which names all of its files: a title
# `# folder: what it is`, a paragraph `May call: ...` (or `May include: ...`), one `Start with ...`, and a table with the
# files in its first column. A name is that of a file, or that of several without their endings: `row` is row.c and
# row.h. Prints what is missing, and names of files that are not there, as file:line, says what to do, and exits 1.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "${1:?usage: check_readmes.sh ROOT}"

find runtime/src generator -mindepth 2 -name '*.[chy]' -o -mindepth 2 -name '*.re' -o -mindepth 2 -name '*.def' |
    LC_ALL=C sort | awk -f "$here/readmes.awk"
