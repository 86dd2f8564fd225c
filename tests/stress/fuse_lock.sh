#!/bin/sh
# fuse_lock.sh BUILD [NAME...]
#
# The lock on file systems of other programs, some of which take one file of two names for two files, with two inode
# numbers or two flocks. Mounts what is installed of bindfs, unionfs-fuse, sshfs (with a local sftp server) and
# gocryptfs, and on each lets four processes make 60 transactions each, and kills holders: all records must be there,
# never two hold the lock, and no lock is left. Without names it takes those on which that holds each time: on sshfs a
# begin fails now and then, with nothing lost. Needs root and /dev/fuse; exits 77 where nothing can be mounted.
set -u
build=$(realpath "${1:?usage: fuse_lock.sh BUILD [NAME...]}")
shift
[ $# -gt 0 ] || set -- bindfs unionfs gocryptfs
root=$(mktemp -d "${TMPDIR:-/tmp}/sdnc-fuse-XXXXXX") || exit 1
tried=0
failed=0

# A child of a killed holder may live on in the directory for some seconds.
unmount() {
    while grep -q " $root/mnt " /proc/mounts && ! umount "$root/mnt" 2>/dev/null; do
        sleep 0.2
    done
}
trap 'unmount; rm -rf --one-file-system "$root"' EXIT

# The name of a mount is that of the function below that makes it.
mount_bindfs() {
    command -v bindfs >/dev/null && bindfs "$root/src" "$root/mnt"
}

mount_unionfs() {
    mkdir -p "$root/upper" && command -v unionfs >/dev/null && unionfs "$root/upper=RW:$root/src=RO" "$root/mnt"
}

mount_sshfs() {
    server=/usr/lib/openssh/sftp-server
    [ -x $server ] && command -v sshfs >/dev/null && mkfifo "$root/to" "$root/from" || return 1
    sshfs -f -o passive ":$root/src" "$root/mnt" <"$root/from" >"$root/to" &
    $server >"$root/from" <"$root/to" & # opened in the order in which the other one waits for them
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        grep -q " $root/mnt fuse" /proc/mounts && return 0
        sleep 0.2
    done
    return 1
}

# Without -sharedstorage it takes a new file for the one whose inode number it got, and changes are lost.
mount_gocryptfs() {
    mkdir -p "$root/cipher" && command -v gocryptfs >/dev/null &&
        gocryptfs -q -init -scryptn 10 -extpass "echo x" "$root/cipher" >/dev/null &&
        gocryptfs -q -sharedstorage -extpass "echo x" "$root/cipher" "$root/mnt" >/dev/null
}

# run NAME COMMAND...: in the mounted directory.
run() {
    name=$1
    shift
    if ! (cd "$root/mnt" && TMPDIR=$root/mnt timeout -k 5 100 "$@") >"$root/log" 2>&1; then
        echo "fuse_lock.sh: on $name: $*"
        cat "$root/log"
        failed=1
    fi
    grep -E "^[0-9]+ processes|next begin|next holder|violations" "$root/log" | sed "s,^,$name: ,"
}

for name; do
    mkdir -p "$root/src" "$root/mnt"
    "mount_$name" 2>"$root/log" || { echo "$name: not here"; unmount; continue; }
    tried=$((tried + 1))
    run $name "$build/tests/store_processes" 4 60 10 2000
    run $name "$build/tests/lock_kill" 15 '*holder*' 2000
    run $name "$build/tests/lock_kill" 15 '*dead_lock*'
    unmount
    rm -rf --one-file-system "$root/src" "$root/upper" "$root/cipher"
done
[ $tried -gt 0 ] || { echo "fuse_lock.sh: skipped: no FUSE file system can be mounted"; exit 77; }
exit $failed
