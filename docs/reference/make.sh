#!/bin/sh
# make.sh SOURCE OUTPUT
#
# Makes the reference of the library from its headers, with doxygen: OUTPUT/html/index.html. What is in OUTPUT/html is
# replaced. Fails, and says why, if something has no description or a reference leads nowhere.
set -eu
usage='usage: make.sh SOURCE OUTPUT'
source=$(realpath "${1:?$usage}")
output=${2:?$usage}
command -v doxygen >/dev/null || { echo "doxygen is not installed"; exit 77; }
here=$(dirname "$(realpath "$0")")
mkdir -p "$output"
output=$(realpath "$output")
rm -rf "$output/html"
version=$(sed -n 's/^#define SDN_VERSION_STRING "\(.*\)"$/\1/p' "$source/runtime/include/sdn/version.h")
{
    cat "$here/Doxyfile"
    echo "PROJECT_NUMBER = $version"
    echo "OUTPUT_DIRECTORY = \"$output\""
    echo "INPUT = \"$source/runtime/include/sdn\" \"$source/generated/todo.h\""
    echo "STRIP_FROM_PATH = \"$source/runtime/include\" \"$source/generated\""
    echo "STRIP_FROM_INC_PATH = \"$source/runtime/include\" \"$source/generated\""
    echo "HTML_EXTRA_STYLESHEET = \"$here/style.css\""
    echo "INPUT_FILTER = \"awk -f '$here/headers.awk'\""
} | doxygen -
