#!/bin/sh
# free_names.sh FREE_NAMES CC
#
# Names that the headers of this system have and that a schema may put into C all the same: macros, and what is
# declared at file scope, of the forms that generated names have. One of a header of ISO C or POSIX is a failure;
# those of other headers are counted (FREE_NAMES_LIST=1 lists them). A macro that spoils the member of a struct is a
# failure whichever header of Linux and its C library it is in.
#
# Left out: what begins with '_' or holds '__', and functions named in parentheses, which no list of tokens shows. Nor
# do macros with parameters harm members: in generated code no member is called.
set -eu
free_names=${1:?usage: free_names.sh FREE_NAMES CC}
cc=${2:?usage: free_names.sh FREE_NAMES CC}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

standard='assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal stdalign stdarg
stdatomic stdbit stdbool stdckdint stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar wchar wctype
aio arpa/inet cpio dirent dlfcn fcntl fmtmsg fnmatch ftw glob grp iconv langinfo libgen libintl monetary mqueue ndbm
net/if netdb netinet/in netinet/tcp nl_types poll pthread pwd regex sched search semaphore spawn strings stropts
sys/ipc sys/mman sys/msg sys/resource sys/select sys/sem sys/shm sys/socket sys/stat sys/statvfs sys/time sys/times
sys/types sys/uio sys/un sys/utsname sys/wait syslog tar termios trace ulimit unistd utime utmpx wordexp'
other='alloca byteswap endian err error execinfo getopt ifaddrs malloc mntent net/ethernet paths pty shadow sys/epoll
sys/eventfd sys/fanotify sys/file sys/inotify sys/ioctl sys/mount sys/param sys/prctl sys/random sys/sendfile
sys/signalfd sys/statfs sys/swap sys/sysinfo sys/sysmacros sys/timerfd sys/xattr sysexits utmp'

preprocess() {
    "$cc" -E -D_GNU_SOURCE -x c "$@"
}

# Includes of those of the headers that are here.
includes() {
    for header; do
        echo "#include <$header.h>" >"$work/one.c"
        ! preprocess "$work/one.c" >/dev/null 2>&1 || cat "$work/one.c"
    done
}

: >"$work/empty.c"
preprocess -dM "$work/empty.c" | LC_ALL=C sort >"$work/predefined"

# The macros of a file, less those of the compiler, as `name body`; false if the file cannot be preprocessed.
macros() {
    preprocess -dM "$1" >"$work/defined" 2>/dev/null || return 1
    LC_ALL=C sort "$work/defined" | LC_ALL=C comm -23 - "$work/predefined" | sed 's/^#define //'
}

# What is declared at file scope, tags and enumerators included: the words outside all parentheses and of all braces
# those of enums only. Words of the declarations' types come along; they are taken as well.
declared() {
    preprocess -P "$1" | sed 's/^#.*//; s/"[^"]*"//g; s/[^A-Za-z0-9_]/ & /g' | tr -s ' \t' '\n\n' | awk '
        $0 == "(" { parens++; next }
        $0 == ")" { parens--; next }
        $0 == "{" { enums[++braces] = is_enum; others += !is_enum; is_enum = 0; next }
        $0 == "}" { others -= !enums[braces--]; next }
        $0 == ";" || $0 == "struct" || $0 == "union" { is_enum = 0 }
        $0 == "enum" { is_enum = 1 }
        parens == 0 && others == 0 && /^[A-Za-z]/'
}

# The forms of generated names: types and functions, constants.
shaped() {
    grep -E '^([a-z][a-z0-9]*(_[a-z0-9]+)*|[A-Z][A-Z0-9]*(_[A-Z0-9]+)+)$' | LC_ALL=C sort -u
}

# The macros without parameters that a member could be called like. One that is but another name is no better: where its
# header comes between the struct and its use, the two are called differently.
member_macros() {
    grep -E '^[a-z][a-z0-9_]*( |$)' | sed 's/ .*//' | shaped
}

# Names of the headers of $1.c that are free, to $1.free. `entry` is a tag that <search.h> has in GNU's library only.
find_free() {
    macros "$work/$1.c" >"$work/$1.macros"
    { sed 's/[^A-Za-z0-9_].*//' "$work/$1.macros"; declared "$work/$1.c"; } | shaped >"$work/$1.names"
    member_macros <"$work/$1.macros" >"$work/$1.members"
    "$free_names" <"$work/$1.names" >"$work/found"
    "$free_names" everywhere <"$work/$1.members" >>"$work/found"
    sed '/^entry$/d' "$work/found" | LC_ALL=C sort -u >"$work/$1.free"
}

# Each header of the C library and of Linux that defines a macro in small letters, as a path below /usr/include; some
# need others before them.
system_headers() {
    dpkg -L libc6-dev linux-libc-dev | grep '^/usr/include/.*\.h$' |
        tr '\n' '\0' | xargs -0 grep -lE '^[ \t]*#[ \t]*define[ \t]+[a-z][a-z0-9_]*([ \t]|$)' 2>/dev/null
}

# Their macros that spoil members, one header at a time, to system.free.
find_free_members() {
    : >"$work/system.macros"
    for header in $(system_headers); do
        echo "#include \"$header\"" >"$work/one.c"
        printf '#include <%s>\n' sys/types.h stdint.h stdio.h sys/socket.h netinet/in.h linux/types.h |
            cat - "$work/one.c" >"$work/two.c"
        macros "$work/one.c" >>"$work/system.macros" || macros "$work/two.c" >>"$work/system.macros" || true
    done
    member_macros <"$work/system.macros" >"$work/system.members"
    "$free_names" everywhere <"$work/system.members" >"$work/system.free"
}

if command -v dpkg >/dev/null && dpkg -L libc6-dev linux-libc-dev >/dev/null 2>&1; then
    find_free_members
    [ "$(wc -l <"$work/system.members")" -gt 250 ] || { echo "FAILED: too few macros found to be true"; exit 1; }
    echo "members: $(wc -l <"$work/system.free") of $(wc -l <"$work/system.members") macros of Linux's headers are free"
    if [ -s "$work/system.free" ]; then
        echo "FAILED: add to the macros in generator/names/reserved_words.c:"
        cat "$work/system.free"
        exit 1
    fi
else
    echo "NOT LOOKED AT: macros of headers other than those named here, because there is no dpkg that lists them"
fi
for name in main edata std; do
    [ -z "$(echo $name | "$free_names")" ] || { echo "FAILED: a type may be called $name"; exit 1; }
done

includes $standard >"$work/standard.c"
{ cat "$work/standard.c"; includes $other; } >"$work/all.c"
find_free standard
find_free all
[ "$(printf 'open\nopening\n' | "$free_names")" = opening ] || { echo "FAILED: $free_names does not tell"; exit 1; }
total=$(wc -l <"$work/standard.names")
[ "$total" -gt 3000 ] || { echo "FAILED: only $total names found, so they were not looked for rightly"; exit 1; }
echo "ISO C and POSIX: $(wc -l <"$work/standard.free") of $total names are free"
echo "with other headers: $(wc -l <"$work/all.free") of $(wc -l <"$work/all.names")"
[ -z "${FREE_NAMES_LIST:-}" ] || cat "$work/all.free"
if [ -s "$work/standard.free" ]; then
    echo "FAILED: add to generator/names/reserved_words.c:"
    cat "$work/standard.free"
    exit 1
fi
