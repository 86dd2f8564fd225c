#!/bin/sh
# check_version.sh ROOT
#
# The release is written in one place, runtime/include/sdn/version.h. Checks that no other file of the repository has it,
# but for those that have to: the changelog, which has an entry for it or for what is not released yet; the package of VS
# Code; and the page that shows how a release is asked for. These must be right. Prints what is wrong as file:line or file,
# and exits 1.
set -eu
cd "${1:?usage: check_version.sh ROOT}"
release=$(sed -n 's/^#define SDN_VERSION_STRING "\(.*\)"$/\1/p' runtime/include/sdn/version.h)
[ -n "$release" ] || { echo "runtime/include/sdn/version.h: no SDN_VERSION_STRING"; exit 1; }
pattern=$(echo "$release" | sed 's/\./\\./g')
bad=0

report() {
    echo "$1: $2"
    bad=1
}

# require FILE PATTERN WHAT
require() {
    grep -Eq -- "$2" "$1" || report "$1" "$3"
}

# Not as a part of a longer number, and not in data.
places=$(find . \( -path './build*' -o -path ./.git -o -path ./tests/data -o -path './tests/fuzz/corpus*' \) -prune -o -type f \
    ! -path ./runtime/include/sdn/version.h ! -path ./CHANGELOG.md ! -path ./docs/editors/vscode/package.json \
    ! -path ./docs/building.md -exec grep -EnHI "(^|[^0-9.])$pattern([^0-9.]|\.?$)" {} + | cut -d : -f 1,2 | LC_ALL=C sort)
for place in $places; do
    report "${place#./}" "names the release; take it from runtime/include/sdn/version.h"
done
require CHANGELOG.md "^## (Unreleased|\[?$pattern\]?( .*)?)$" "has no entry for $release, nor one that is called Unreleased"
require docs/editors/vscode/package.json "\"version\": \"$pattern\"" "has another release than $release"
require docs/building.md "GIT_TAG v$pattern\)" "does not ask for the release v$release"
require docs/building.md "find_package\(sdnc ${pattern%\\.*} " "does not ask for the release ${release%.*}"
exit $bad
