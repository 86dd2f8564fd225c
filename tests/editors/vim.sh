#!/bin/sh
# vim.sh SOURCE
#
# That vim takes each word of the samples for what expected.txt says.
set -eu
source=$(realpath "${1:?usage: vim.sh SOURCE}")
command -v vim >/dev/null && vim --version | grep -q '+syntax' || { echo "no vim with +syntax"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Prints the kinds of the words in expected.txt, as vim has them: the name of the group without the language.
cat >"$work/ask.vim" <<'SCRIPT'
let out = []
for line in readfile($EXPECTED)
  if line =~ '^#'
    continue
  endif
  let [language, number, text, kind] = split(line)
  if language != $LANGUAGE
    continue
  endif
  let column = stridx(getline(number), text) + 1
  let group = synIDattr(synID(number, column, 1), 'name')
  let group = substitute(tolower(group), '^sdnschema\|^sdn', '', '')
  call add(out, join([language, number, text, group == '' ? 'none' : group]))
endfor
call writefile(out, $OUT)
qall!
SCRIPT

for language in schema sdn; do
    EXPECTED="$source/tests/editors/expected.txt" LANGUAGE=$language OUT="$work/$language" \
        vim -u NONE -i NONE -N -n -es --cmd "set rtp^=$source/docs/editors/vim" -c "filetype on" -c "syntax on" \
        -c "edit $source/tests/editors/sample.$language" -S "$work/ask.vim" </dev/null || true
    [ -s "$work/$language" ] || { echo "FAILED: vim wrote nothing for $language"; exit 1; }
done
grep -v '^#' "$source/tests/editors/expected.txt" >"$work/expected"
cat "$work/schema" "$work/sdn" | diff "$work/expected" -
