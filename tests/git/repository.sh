# Sourced by the scripts of this folder: repositories in a directory of their own, with an sdnc in PATH, away from the
# configuration of whoever runs the test.
#
# Takes SDNC as $1. Sets $work, which is removed at the end, and $sdnc; `sdnc` in PATH is a link to it.

command -v git >/dev/null || {
    echo "git is not installed"
    exit 77
}
sdnc=$(realpath "${1:?usage: $0 SDNC}")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$work/bin" "$work/home"
ln -s "$sdnc" "$work/bin/sdnc"
HOME=$work/home XDG_CONFIG_HOME=$work/home GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org
GIT_COMMITTER_NAME=c GIT_COMMITTER_EMAIL=c@example.org GIT_EDITOR=true GIT_TERMINAL_PROMPT=0 LC_ALL=C
export HOME XDG_CONFIG_HOME GIT_CONFIG_NOSYSTEM GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL \
    GIT_EDITOR GIT_TERMINAL_PROMPT LC_ALL
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
plain_path=$PATH
PATH=$work/bin:$PATH
failures=0

fail() {
    echo "FAIL $*"
    failures=$((failures + 1))
}

finish() {
    [ "$failures" -eq 0 ] && exit 0
    echo "$failures failures"
    exit 1
}

# An empty repository with a schema, todo.sdn of ten rows, and the driver.
make_repository() {
    git init -q -b main "$1"
    cd "$1" || exit 2
    git config core.autocrlf false
    mkdir schemas
    cat >schemas/todo.schema <<'END'
enum Status { open, done, stale }

record Todo in todos {
    key id   : string = auto;
    area     : string;
    status   : Status = open;
    priority : string;
    text     : string;
}
END
    cat >todo.sdn <<'END'
# What is to be done.
todos |id, area, status, priority, text|
    1, parse, open, P1, first
    2, parse, open, P1, second
    # about three
    3, emit, open, P2, "third"
    4, emit, open, P2, fourth
    5, lexer, open, P3, fifth
    6, lexer, open, P3, sixth

    # the last ones
    7, docs, open, P1, seventh
    8, docs, open, P2, eighth
    9, docs, open, P2, ninth
    10, docs, open, P3, tenth
END
    git add . && git commit -qm base
}

set_up_driver() {
    sdnc git-setup >setup.out || fail "git-setup: $(cat setup.out)"
    rm -f setup.out
    git add .gitattributes && git commit -qm setup
}

commit_all() {
    git add -A && git commit -qm "$1"
}

# edit FILE COMMAND...: changes a file as a person would, without any code of sdnc. Commands, separated by ';':
#   set KEY COLUMN VALUE, delete KEY, append ROW, comment KEY TEXT (above a row), reverse, column NAME VALUE, crlf
edit() {
    edited=$1
    shift
    awk -v commands="$*" -f "$here/edit.awk" "$edited" >"$edited.new" && mv "$edited.new" "$edited"
}

# records FILE: its readable rows, a field a line: 3.status=done. Written anew here, so that sdnc is not its own witness.
records() {
    awk -f "$here/records.awk" "$1"
}

# expect NAME FILE WHAT...: `3.status=done` is a field, `no 4` a key that must not be there, `rows 10`, `comment TEXT`,
# `crlf`, `clean` no markers, separated by ';'.
expect() {
    expect_name=$1 expect_file=$2
    shift 2
    records "$expect_file" >"$work/records"
    echo "$*" | tr ';' '\n' | sed 's/^ *//' | while read -r kind rest; do
        case $kind in
        no) grep -q "^$rest\." "$work/records" && echo "record $rest is there" ;;
        rows)
            found=$(cut -d. -f1 "$work/records" | uniq | wc -l)
            [ "$found" -eq "$rest" ] || echo "there are $found rows, not $rest"
            ;;
        comment) [ "$(grep -c "$rest" "$expect_file")" -eq 1 ] || echo "comment '$rest' is not there once" ;;
        text) grep -q "$rest" "$expect_file" || echo "'$rest' is lost" ;;
        crlf) grep -qv "$(printf '\r')\$" "$expect_file" && echo "a line does not end in CR LF" ;;
        clean) grep -q '^<<<<<<<\|^=======\|^>>>>>>>' "$expect_file" && echo "there are markers" ;;
        first) [ "$(head -n 1 "$work/records" | cut -d. -f1)" = "$rest" ] || echo "the first row is not $rest" ;;
        '') ;;
        *) grep -qx "$kind" "$work/records" || echo "there is no $kind" ;;
        esac
    done >"$work/wrong"
    [ -s "$work/wrong" ] || return 0
    fail "$expect_name: $(tr '\n' ';' <"$work/wrong")"
    sed 's/^/    /' "$expect_file"
}
