#!/bin/sh
# build_install.sh BUILD PREFIX
#
# `cmake --install`: into PREFIX, which is emptied first and left for the other tests; into a DESTDIR, where the files are
# the same; and the target `uninstall`, which leaves nothing of ours and everything else.
set -eu
usage="usage: build_install.sh BUILD PREFIX"
build=$(realpath "${1:?$usage}")
prefix=${2:?$usage}
work=$(mktemp -d)

# What `uninstall` knows of earlier installations from this build stays as it is.
mkdir "$work/manifests"
trap 'rm -f "$build"/install_manifest*.txt; cp "$work"/manifests/* "$build" 2>/dev/null || true; rm -rf "$work"' EXIT
for manifest in "$build"/install_manifest*.txt; do
    [ ! -f "$manifest" ] || mv "$manifest" "$work/manifests/"
done

fail() {
    echo "FAILED: $*"
    [ ! -f "$work/log" ] || cat "$work/log"
    exit 1
}

listing() {
    (cd "$1" && find . ! -type d | LC_ALL=C sort)
}

# Arguments of cmake: `--component development` and the like.
install_to() {
    directory=$1
    shift
    cmake --install "$build" --prefix "$directory" "$@" >"$work/log" 2>&1 || fail "cmake --install --prefix $directory $*"
}

rm -rf "$prefix"
install_to "$prefix"
listing "$prefix" >"$work/files"
for file in bin/sdnc share/man/man1/sdnc.1 share/man/man3/sdn_store.3 share/man/man5/sdn_schema.5 \
    share/man/man5/sdn_file.5 include/sdn/sdn.h lib/libsdn.a lib/pkgconfig/sdn.pc lib/cmake/sdnc/sdncConfig.cmake \
    lib/cmake/sdnc/sdncConfigVersion.cmake lib/cmake/sdnc/SdncGenerate.cmake lib/cmake/sdnc/SdncCheck.cmake \
    share/bash-completion/completions/sdnc share/zsh/site-functions/_sdnc share/fish/vendor_completions.d/sdnc.fish; do
    grep -Eq "^\./$(echo "$file" | sed 's,^lib/,lib[^/]*/(.*/)?,')$" "$work/files" || fail "$file is not installed"
done
for script in share/bash-completion/completions/sdnc share/zsh/site-functions/_sdnc \
    share/fish/vendor_completions.d/sdnc.fish; do
    grep -q resolve "$prefix/$script" || fail "$script does not know the commands"
done
! grep -E 'xxhash|cmocka|private|internal|\.(c|y|re)$' "$work/files" || fail "private files are installed"
for link in so so.0; do
    [ -L "$(find "$prefix" -name "libsdn.$link")" ] || fail "libsdn.$link is no link"
done

mkdir "$work/root"
DESTDIR="$work/root" install_to /opt/sdn
listing "$work/root/opt/sdn" | cmp -s - "$work/files" || fail "other files with DESTDIR"
! grep -rlIF -e "$work" -e "$build" "$work/root" || fail "these files name DESTDIR or the build directory"
grep -q '^prefix=/opt/sdn$' "$(find "$work/root" -name sdn.pc)" || fail "sdn.pc does not name the prefix"
echo mine >"$work/root/opt/sdn/bin/other"
DESTDIR="$work/root" cmake --build "$build" --target uninstall >"$work/log" 2>&1 || fail "uninstall"
[ "$(listing "$work/root")" = ./opt/sdn/bin/other ] || fail "uninstall left or took too much: $(listing "$work/root")"
[ -z "$(find "$work/root" -name 'sdn*' -type d ! -path '*/opt/sdn')" ] || fail "uninstall left empty directories"

# The parts that packages are made of.
parts="runtime compiler development"
for database in sqlite postgres; do
    ! grep -q "/sdn-$database\.pc$" "$work/files" || parts="$parts $database ${database}_development"
done
for part in $parts; do
    install_to "$work/$part" --component "$part"
    listing "$work/$part"
done | LC_ALL=C sort | cmp -s - "$work/files" || fail "the components together are not everything, or something is in two"
for part in runtime sqlite postgres; do
    [ ! -d "$work/$part" ] || [ -z "$(listing "$work/$part" | grep -v '/libsdn\(-[a-z]*\)\?\.so\.0')" ] ||
        fail "more than the library is in the component $part"
done
echo ok
