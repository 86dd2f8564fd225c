#!/bin/sh
# pictures.sh SOURCE
#
# That the pictures of the documents are well-formed, small, whole in one file, and have colors for a dark page.
# And that a document shows each.
set -eu
usage='usage: pictures.sh SOURCE'
cd "${1:?$usage}"
command -v xmllint >/dev/null || { echo "xmllint is not installed"; exit 77; }
failures=0

fail() {
    echo "$picture: $1"
    failures=$((failures + 1))
}

for picture in docs/*.svg; do
    xmllint --noout "$picture" || fail "is not well-formed"
    [ "$(wc -c <"$picture")" -lt 20000 ] || fail "is too large to be read as text"
    grep -q '<title>' "$picture" || fail "has no title, which is what is read out"
    grep -q '<text' "$picture" || fail "has no text"
    ! grep -qE '<script|<image|href=' "$picture" || fail "is not whole: it needs other files"
    grep -q 'prefers-color-scheme: dark' "$picture" || fail "has no colors for a dark page"
    grep -qF "$(basename "$picture"))" README.md docs/*.md || fail "no document shows it"
done
exit $((failures > 0))
