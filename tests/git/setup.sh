#!/bin/sh
# setup.sh SDNC: git-setup, its --remove and its --check, in repositories of every kind that people have.
set -u
here=$(cd "$(dirname "$0")" && pwd)
. "$here/repository.sh"

# wants STATUS PATTERN COMMAND...: the exit status, and a `case` pattern for all that it prints.
wants() {
    wanted=$1 pattern=$2
    shift 2
    output=$("$@" 2>&1)
    status=$?
    [ $status -eq "$wanted" ] || fail "$* exits $status, not $wanted: $output"
    # shellcheck disable=SC2254
    case $output in $pattern) ;; *) fail "$*: prints '$output'" ;; esac
}

same() { # same WHAT FILE FILE
    cmp -s "$2" "$3" || fail "$1: $(diff "$2" "$3")"
}

# --- in a repository without anything of ours ---

make_repository "$work/one"
cp .git/config "$work/config"
wants 0 '' sdnc git-setup --check
wants 0 '*todo.sdn merge=sdn diff=sdn sdn-schema=schemas/todo.schema*written; commit it*merge.sdn.driver*GitHub*' sdnc git-setup
printf '/todo.sdn merge=sdn diff=sdn sdn-schema=schemas/todo.schema\n' >"$work/expected"
same "a new .gitattributes" "$work/expected" .gitattributes
[ "$(git check-attr merge sdn-schema -- todo.sdn | cut -d' ' -f2,3 | tr '\n' ' ')" = 'merge: sdn sdn-schema: schemas/todo.schema ' ] ||
    fail "git reads .gitattributes otherwise: $(git check-attr merge sdn-schema -- todo.sdn)"
wants 0 '' sdnc git-setup --check
cp .git/config "$work/config.set"
wants 0 '*as it was*' sdnc git-setup
same "again: .gitattributes" "$work/expected" .gitattributes
same "again: .git/config" "$work/config.set" .git/config
git config -l --local | grep -q "$work" && fail "a path of this machine is in .git/config"
wants 0 '' sdnc git-setup --remove
[ ! -e .gitattributes ] || fail "--remove leaves .gitattributes"
same "--remove: .git/config" "$work/config" .git/config

# --- other lines and comments stay ---

printf '# texts\r\n*.md text\r\n\r\n*.sdn eol=lf\r\n' >.gitattributes
cp .gitattributes "$work/before"
wants 0 '*' sdnc git-setup
head -c "$(wc -c <"$work/before")" .gitattributes >"$work/start"
same "the lines that were there" "$work/before" "$work/start"
wants 0 '' sdnc git-setup --remove
same "--remove" "$work/before" .gitattributes
rm .gitattributes

# --- operands, and a subdirectory ---

mkdir -p data/deep
cp todo.sdn data/a_db.sdn
cp todo.sdn "data/deep/my table[1].sdn"
cd data || exit 2
wants 0 '*data/a_db.sdn merge=sdn*' sdnc git-setup a_db.sdn
wants 0 '*data/\*\*/\*_db.sdn merge=sdn diff=sdn sdn-schema=schemas/todo.schema*' sdnc git-setup '*_db.sdn' --schema ../schemas/todo.schema
wants 0 '*' sdnc git-setup 'deep/my table[1].sdn'
wants 2 '*no such file*no pattern*' sdnc git-setup nothing.sdn
wants 2 '*schemas/none.schema*' sdnc git-setup a_db.sdn --schema ../schemas/none.schema
wants 2 '*exclude each other*' sdnc git-setup --check --remove
[ "$(git check-attr merge -- 'deep/my table[1].sdn')" = 'deep/my table[1].sdn: merge: sdn' ] ||
    fail "a name with blanks and brackets is not matched: $(cat ../.gitattributes)"
wants 0 '' sdnc git-setup --remove a_db.sdn
grep -q 'data/a_db' ../.gitattributes && fail "--remove a_db.sdn leaves its line"
grep -q '\*_db' ../.gitattributes || fail "--remove a_db.sdn removes the line of a pattern"
wants 0 '' sdnc git-setup --check
cd ..
wants 0 '' sdnc git-setup --remove
[ ! -e .gitattributes ] || fail "--remove leaves $(cat .gitattributes)"
git add -A && git commit -qm data
wants 0 '*\*.sdn merge=sdn diff=sdn sdn-schema=schemas/todo.schema*' sdnc git-setup
git add -A && git commit -qm setup

# --- clones and worktrees ---

git worktree add -q "$work/tree" -b tree
cd "$work/tree" || exit 2
wants 0 '' sdnc git-setup --check
git clone -q "$work/one" "$work/clone"
cd "$work/clone" || exit 2
wants 1 '*.gitattributes:1:*names merge=sdn*no merge.sdn.driver*run: sdnc git-setup*' sdnc git-setup --check
wants 1 '*"message":*merge.sdn.driver*' sdnc git-setup --check --error-format=json
git config merge.sdn.driver 'sdnc merge %O %A %B'
wants 1 '*merge.sdn.driver*not what this sdnc writes*' sdnc git-setup --check
wants 0 '*' sdnc git-setup
wants 0 '' sdnc git-setup --check
[ -z "$(git status --porcelain)" ] || fail "git-setup in a clone changes files: $(git status --porcelain)"

# --- merge=union ---

echo 'data/*.sdn merge=union' >>.gitattributes
wants 1 '*merge=union loses records of data/a_db.sdn*' sdnc git-setup --check

# --- where there is nothing to set up ---

git init -q "$work/empty"
cd "$work/empty" || exit 2
wants 2 '*no \*.sdn file*' sdnc git-setup
git init -q --bare "$work/bare"
cd "$work/bare" || exit 2
wants 2 '*working tree*' sdnc git-setup
mkdir "$work/none"
cd "$work/none" || exit 2
wants 2 '*not a git repository*' env GIT_CEILING_DIRECTORIES="$work" sdnc git-setup --check
# An attribute of a hostile repository reads no other file: the messages would quote it, in the log of CI too.
make_repository "$work/hostile"
echo 'password hunter2' >"$work/secret.schema"
for path in "$work/secret.schema" ../secret.schema schemas/../../secret.schema .git/config; do
    echo "*.sdn sdn-schema=$path" >.gitattributes
    output=$(sdnc check todo.sdn 2>&1)
    status=$?
    [ $status -eq 2 ] || fail "sdn-schema=$path: exits $status"
    case $output in *password* | *core*) fail "sdn-schema=$path: $output" ;; esac
    cp todo.sdn copy.sdn
    sdnc merge todo.sdn todo.sdn copy.sdn >"$work/output" 2>&1 || fail "sdn-schema=$path: no merge: $(cat "$work/output")"
done
echo "*.sdn sdn-schema=./schemas/todo.schema:Todo" >.gitattributes
sdnc check todo.sdn >"$work/output" 2>&1 || fail "sdn-schema=./: $(cat "$work/output")"

finish
