#!/bin/sh
# power_cuts.sh BUILD [CUTS]
#
# Cuts the power under a store CUTS times (312 unless given), on ext4, xfs and btrfs in turn. Each time a program does
# transactions with SDN_DURABLE on a file system of its own and acknowledges each one to the outside; at a system call
# of its next transaction, a different one each time, it is stopped or killed, perhaps other programs sync, and then the
# power goes. Of what the disk holds by then four images are made: with all it received, with what it was told to flush
# and no more, with a random part of the rest too, and the last again for a random moment before. Each is mounted, so
# the file system recovers, and the store opened: it must be byte for byte a version that there was, with every
# acknowledged transaction; the next transaction must not be stopped by the lock file that is left, and nothing may be
# left next to the store after it.
#
# That such an image is what a power cut leaves: the disk is a loop device whose backing file is served by a process
# that notes every write and flush in order (disk.c). What the file system under test still has in its page cache never
# came to this log, so it is not in the image, and what it writes when it is unmounted afterwards comes after the cut.
# What it wrote but did not flush may be there or not, block by block, which is all that a disk promises.
#
# The same with SDN_ATOMIC, and with syncs that do nothing, must lose acknowledged transactions: otherwise nothing is
# tested here. In a run of 100 cuts or more the same goes for syncs of directories only, and of files only.
#
# Needs root, loop devices and FUSE; exits 77, which ctest counts as skipped, where one of them is missing.
set -eu
build=$(realpath "${1:?usage: power_cuts.sh BUILD [CUTS]}")
cuts=${2:-312}
program=$build/tests/power_cuts
moments="received flushed some earlier"

skip() {
    echo "skipped: $1"
    exit 77
}

[ "$(id -u)" -eq 0 ] || skip "power cuts need root, for file systems of their own"
[ -e /dev/loop-control ] || skip "power cuts need loop devices (modprobe loop)"
[ -e /dev/fuse ] || skip "power cuts need FUSE (modprobe fuse)"
work=$(mktemp -d "${TMPDIR:-/tmp}/power_cuts.XXXXXX")
loop=""

# --- mounting and unmounting ---

# A device or a file system may be looked at by others for a moment.
patiently() {
    for wait in 0 0.05 0.1 0.2 0.5 1 2; do
        sleep $wait
        "$@" 2>/dev/null && return
    done
    "$@"
}

# attach FILE: makes it the loop device $loop
attach() {
    loop=$(losetup --find --show "$1")
}

detach() {
    patiently losetup --detach "$loop"
    loop=""
}

cleanup() {
    trap '' INT TERM HUP
    mountpoint -q "$work/mnt" && patiently umount "$work/mnt"
    [ -n "$loop" ] && detach
    mountpoint -q "$work/disk" && patiently umount "$work/disk"
    mountpoint -q "$work" && patiently umount "$work"
    rmdir "$work"
}
trap 'status=$?; set +e; cleanup; exit $status' EXIT
trap 'exit 1' INT TERM HUP

# Memory, where a copy is made at once and no second disk is involved.
mount -t tmpfs -o size=3g power_cuts "$work" || skip "power cuts need a right to mount"
mkdir "$work/mnt" "$work/disk" "$work/versions"
results=$work/results
: >"$results"

# --- the file systems ---

# Discards are off: what is read after one is up to the disk.
options_of() {
    case $1 in
    ext4) echo noauto_da_alloc,nodiscard ;; # or ext4 itself syncs a file that is renamed over another
    *) echo nodiscard ;;
    esac
}

make_file_system() {
    case $1 in
    ext4) truncate -s 64M "$2" && mkfs.ext4 -q -E nodiscard,lazy_itable_init=0,lazy_journal_init=0 "$2" ;;
    xfs) truncate -s 320M "$2" && mkfs.xfs -q -K "$2" ;;
    btrfs) truncate -s 128M "$2" && mkfs.btrfs -q -K "$2" ;;
    esac
}

# The disk that every run on this file system starts with.
make_base() {
    rm -rf "$work/versions" "$work/base" && mkdir "$work/versions"
    make_file_system "$1" "$work/base" >"$work/why" 2>&1 || { cat "$work/why"; exit 1; }
    attach "$work/base"
    mount -t "$1" -o "$(options_of "$1")" "$loop" "$work/mnt"
    "$program" prepare "$work/mnt" "$work/versions"
    patiently umount "$work/mnt"
    detach
    fallocate --dig-holes "$work/base"
}

usable() {
    for file_system in ext4 xfs btrfs; do
        if ! command -v "mkfs.$file_system" >/dev/null; then
            echo "skipped: $file_system: there is no mkfs.$file_system" >&2
        elif ! grep -qw "$file_system" /proc/filesystems && ! modprobe "$file_system" 2>/dev/null; then
            echo "skipped: $file_system: the kernel does not know it" >&2
        else
            echo "$file_system"
        fi
    done
}

# --- one cut ---

# run FILE_SYSTEM SAFETY INDEX: leaves the log of the disk, and sets $series and $stopped
run() {
    cp "$work/base" "$work/running"
    "$program" disk "$work/running" "$work/log" "$work/disk"
    attach "$work/disk/disk"
    mount -t "$1" -o "$(options_of "$1")" "$loop" "$work/mnt"
    ran=$("$program" run "$work/mnt" "$work/disk/mark" "$2" "$3")
    series=${ran%% *}
    stopped=${ran%%:*}
    stopped=${stopped#* }
    patiently umount "$work/mnt"
    detach
    patiently umount "$work/disk"
}

# look FILE_SYSTEM MOMENT SEED: what the image of that moment holds, in words
look() {
    cp "$work/base" "$work/image"
    acknowledged=$("$program" image "$work/image" "$work/log" "$2" "$3")
    attach "$work/image"
    found="unmountable"
    if mount -t "$1" -o "$(options_of "$1")" "$loop" "$work/mnt" 2>"$work/why"; then
        found=$("$program" check "$work/mnt" "$work/versions" "$series" "$acknowledged") || found="failed"
        patiently umount "$work/mnt"
    fi
    detach
}

# cut FILE_SYSTEM SAFETY INDEX
cut() {
    run "$1" "$2" "$3"
    for moment in $moments; do
        look "$1" "$moment" "$3"
        echo "$1 $2 $stopped $found" >>"$results"
        case $2/$found in
        durable/whole*) ;;
        durable/* | */failed | */unmountable) echo "$1 $2 cut $3 ($ran), $moment: $found" >&2 ;;
        esac
    done
}

# cut_all FILE_SYSTEM SAFETY COUNT FIRST
cut_all() {
    index=$4
    while [ "$index" -lt $(($3 + $4)) ]; do
        cut "$1" "$2" "$index"
        index=$((index + 1))
    done
}

# --- all of them ---

file_systems=$(usable)
[ -n "$file_systems" ] || skip "no file system to test"
each=$(((cuts + $(echo "$file_systems" | wc -l) - 1) / $(echo "$file_systems" | wc -l)))
sabotaged=$((each / 8 + 2))
first=0
for file_system in $file_systems; do
    make_base "$file_system"
    cut_all "$file_system" durable "$each" "$first"
    first=$((first + each))
    cut_all "$file_system" atomic "$sabotaged" 0
    cut_all "$file_system" no-sync "$sabotaged" 0
    if [ "$cuts" -ge 100 ]; then
        cut_all "$file_system" no-file-sync "$sabotaged" 0
        cut_all "$file_system" no-directory-sync "$sabotaged" 0
    fi
done

# Each line of the results: file system, safety, where the program stopped, what was found in one image.
awk -v images="$(echo "$moments" | wc -w)" '
function row(name) {
    printf "%-24s %5d %7d %6d %5d %5d %5d %6d %6d %6d %6d\n", name, cuts[name] / images, moments[name], cuts[name],
        torn[name], lost[name], wrong[name], locks[name], empty[name], temps[name], late[name]
}
BEGIN { print "file system, safety       cuts moments images  torn  lost wrong  locks  empty  temps   late" }
{
    name = sprintf("%-6s %s", $1, $2)
    if (!(name in cuts))
        order[++names] = name
    cuts[name]++
    moments[name] += !((name, $3) in seen)
    seen[name, $3] = 1
    torn[name] += $4 == "torn"
    lost[name] += $4 == "lost"
    wrong[name] += $4 == "failed" || $4 == "unmountable"
    locks[name] += $5 == "lock" || $5 == "empty-lock"
    empty[name] += $5 == "empty-lock"
    temps[name] += $6
    late[name] += $7 == "late"
}
END {
    for (i = 1; i <= names; i++) {
        name = order[i]
        row(name)
        bad += wrong[name]
        if (name ~ / durable$/)
            bad += torn[name] + lost[name] + late[name]
        else if (torn[name] + lost[name] == 0) {
            print name ": nothing was lost, so nothing is tested here"
            bad++
        }
    }
    print "moments: before or after different system calls; locks: left in the image, of which empty without their text;"
    print "late: locks of an earlier start of the machine that were not taken over at once"
    exit bad > 0
}' "$results"
