#!/bin/sh
# command_line.sh SDNC: options, exit statuses and where output goes.
set -u
sdnc=$(realpath "${1:?usage: command_line.sh SDNC}")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
mkdir inc
echo 'enum Color { red }' >inc/color.schema
echo 'import "color.schema"; record A in a { c : Color; }' >a.schema
echo 'record B in b { c : nothing; }' >bad.schema
cp a.schema -- --odd.schema 2>/dev/null || cp a.schema ./--odd.schema
failures=0

# expect STATUS OUT_PATTERN ERR_PATTERN ARGUMENT...: patterns are of `case`; an empty one means no output.
expect() {
    status=$1 out=$2 err=$3
    shift 3
    "$sdnc" "$@" >stdout 2>stderr
    got=$?
    [ $got -eq "$status" ] || fail "exit status $got, not $status" "$@"
    matches "$(cat stdout)" "$out" || fail "standard output: $(cat stdout)" "$@"
    matches "$(cat stderr)" "$err" || fail "standard error: $(cat stderr)" "$@"
}

matches() {
    case $1 in $2) return 0 ;; *) return 1 ;; esac
}

fail() {
    what=$1
    shift
    echo "sdnc $*: $what"
    failures=$((failures + 1))
}

expect 0 'usage: sdnc*' '' --help
expect 0 'usage: sdnc*' '' -h
expect 0 'sdnc [0-9]*.[0-9]*.[0-9]*' '' --version
expect 2 '' 'sdnc: no schema and no command given*--help*'
expect 2 '' 'sdnc: no schema given*' generate -o out
expect 2 '' 'sdnc: no output directory given; use -o DIR*' a.schema
expect 2 '' 'sdnc: no output directory given; use -o DIR*' a.schema --check
expect 2 '' "sdnc: unknown option '--nonsense'*" --nonsense a.schema
expect 2 '' "sdnc: unknown option '--checks'*" --checks a.schema -o out
expect 2 '' "sdnc: unknown option '--check=1'*" --check=1 a.schema -o out

# Help.
expect 0 'usage: sdnc COMMAND*' '' help
expect 0 'usage: sdnc generate SCHEMA*--depfile FILE*Exit status*Examples*' '' help generate
expect 0 'usage: sdnc format *also called sdnc fmt*' '' format --help
expect 0 'usage: sdnc format *' '' help fmt
expect 2 '' "sdnc: there is no command 'generat'; did you mean 'generate'?*Try 'sdnc help help'*" help generat
expect 2 '' "sdnc: there is no command 'frobnicate'; 'sdnc help' lists the commands*" help frobnicate
expect 2 '' "sdnc: 'b' is one argument too many; usage: sdnc help *" help generate b
expect 2 '' "sdnc: completion is for bash, zsh and fish, not 'tcsh'*" completion tcsh

# What was meant.
neither='is neither a command nor a .schema file'
expect 2 '' "sdnc: 'fromat' $neither; did you mean 'format'?*" fromat a.schema
expect 2 '' "sdnc: 'generat' $neither; did you mean 'generate'?*" generat a.schema -o out
expect 2 '' "sdnc: 'indent' $neither; did you mean 'format'?*" indent a.schema
expect 2 '' "sdnc: 'version' $neither; did you mean '--version'?*" version
expect 2 '' "sdnc: 'frobnicate' $neither; 'sdnc help' lists the commands*" frobnicate a.schema
expect 2 '' "sdnc: 'a' $neither; *" a -o out
expect 2 '' 'sdnc: a command comes first: sdnc format ...*' a.schema format
expect 2 '' "sdnc: unknown option '--depfil=x'; did you mean '--depfile'?*" a.schema --depfil=x -o out
expect 2 '' "sdnc: unknown option '-check'; did you mean '--check'?*" a.schema -check -o out
expect 2 '' "sdnc: unknown option '--check=1'; did you mean '--check'?*" --check=1 a.schema -o out
expect 2 '' "sdnc: unknown option '-w' of generate; it is one of format*" a.schema -w
expect 2 '' "sdnc: unknown option '--depfile=x' of format; it is one of generate*" format --depfile=x a.schema
echo 'enum Plain { a }' >plain
expect 1 '' "plain:1:1: error: the name of a schema file ends in '.schema'*" plain -o out
rm plain
expect 2 '' 'fmt:1:1: error: cannot read this file*' -o out -- fmt
expect 2 '' 'sdnc: -o needs a value*' a.schema -o
expect 2 '' 'sdnc: -o needs the name of a directory*' a.schema -o ''
expect 2 '' 'sdnc: -o is given twice*' a.schema -o x -o y
expect 2 '' 'sdnc: --stdout and --check exclude each other*' a.schema --stdout --check -o x
expect 2 '' 'sdnc: --depfile and --stdout exclude each other*' a.schema --stdout --depfile d
expect 2 '' 'none.schema:1:1: error: cannot read this file: *' none.schema -o out
expect 1 '' 'a.schema:1:8: error: cannot find "color.schema"*' a.schema -o out
expect 1 '' "bad.schema:1:21: error: unknown type 'nothing'*" bad.schema -o out
[ ! -e out ] || fail "out exists"
expect 0 '' '' a.schema -I inc -o out
[ -f out/a.h ] && [ -f out/a.c ] && [ ! -e out/color.h ] || fail "wrong files in out"
expect 0 '' '' generate -Iinc -oout2 --depfile=out2/a.d a.schema
cmp -s out/a.h out2/a.h || fail "not the same output"
[ -f out2/a.d ] || fail "no depfile"
expect 0 '' '' a.schema -I inc -o out --check
expect 0 '' '' a.schema -I inc -o out --export-macro=A_API --export-header a_api.h
grep -q '^A_API void a_init(' out/a.h && grep -q '^#include "a_api.h"' out/a.h || fail "the macro or its header is missing"
expect 0 '' '' a.schema -I inc -o out --export-macro A_API
! grep -q 'a_api' out/a.h || fail "a header is included that nobody asked for"
expect 0 '' '' a.schema -I inc -o out
! grep -q 'A_API' out/a.h || fail "the macro is still there"
expect 2 '' 'sdnc: --export-header needs --export-macro*' a.schema -I inc -o out --export-header a_api.h
expect 2 '' 'sdnc: --export-header is the name of a header such as *, not *' a.schema -o out --export-header '<a.h>'
expect 2 '' "sdnc: --export-macro is a name in capitals such as NET_API, not 'a_api'*" a.schema -o out --export-macro a_api
expect 2 '' "sdnc: --export-macro is a name in capitals *, not ''*" a.schema -o out --export-macro ''
expect 2 '' "sdnc: a.schema: the export macro cannot be called 'EOF', which is a macro *; choose another name" \
    a.schema -I inc -o out --export-macro EOF
expect 2 '' "sdnc: a.schema: the export macro cannot be called 'COLOR_RED', which is a name of this schema in C; *" \
    a.schema -I inc -o out --export-macro COLOR_RED
echo >>out/a.c
expect 1 '--- out/a.c*+++ out/a.c*@@ -*,4 +*,3 @@*
-' 'sdnc: out/a.c is not up to date' a.schema -I inc -o out --check
[ "$(tail -n 1 out/a.c)" = '' ] || fail "--check wrote" --check
expect 0 'out/x.h*out/x.c' '' x.schema -o out --list-outputs
expect 0 '*#include*' '' a.schema -I inc --stdout
expect 1 '' "--odd.schema:1:1: error: '--odd' cannot name a C header*" --stdout -- --odd.schema

# The prefix of a run: before or after the schema, also of what is imported, not of what says its own.
echo 'prefix "own_"; enum Own { a }' >own.schema
echo 'enum Kind { a } record Log in log { k : Kind; }' >log.schema
expect 0 '' '' generate --prefix net_ a.schema -I inc -o prefixed --depfile prefixed.d
grep -q 'enum net_color c;' prefixed/a.h || fail "the imported schema has no prefix" --prefix net_
expect 0 '' '' generate -I inc -o plain --depfile plain.d a.schema
sed 's,prefixed/,plain/,g' prefixed.d | cmp -s - plain.d || fail "another depfile" --prefix net_
expect 0 '' '' inc/color.schema -o prefixed --prefix=net_
grep -q '} net_color;' prefixed/color.h || fail "a call of its own gives another name" --prefix=net_
expect 0 '' '' a.schema inc/color.schema -I inc -o prefixed --prefix=net_ --check
expect 1 '*-} net_a;*+} a;*' 'sdnc: prefixed/a.h is not up to date*' a.schema -I inc -o prefixed --check
expect 0 '*} own_own;*' '' own.schema --stdout --prefix net_
expect 0 '*} net_log;*NET_LOG_FIELD_K*' '' log.schema --stdout --prefix net_
expect 1 '' "log.schema:1:24: error: record 'Log' would need the C name 'log'*" log.schema --stdout
expect 1 '' "log.schema:1:24: error: record 'Log' would need the C name 'log'*" log.schema --stdout --prefix ''
expect 0 'out/log.h*out/log.c' '' log.schema -o out --list-outputs --prefix net_
expect 0 'schema own.schema
  prefix "own_" @1:1
  enum Own @1:16
    a @1:27' '' own.schema --dump-ast
bad='cannot be a prefix:'
expect 2 '' "sdnc: --prefix: 'net' $bad it does not end in '_'; did you mean 'net_'?*" --prefix net log.schema -o out
expect 2 '' "sdnc: --prefix: '-o' $bad it may have the letters *; an example is 'net_'*" log.schema --prefix -o out
expect 2 '' "sdnc: --prefix: 'sdn_' $bad it is that of the sdn library; an example is 'net_'*" --prefix sdn_ log.schema -o out
expect 2 '' 'sdnc: --prefix is given twice*' --prefix a_ --prefix a_ log.schema -o out
expect 2 '' 'sdnc: --prefix needs a value*' log.schema -o out --prefix
expect 2 '' "sdnc: unknown option '--prefx=a_'; did you mean '--prefix'?*" log.schema -o out --prefx=a_
expect 2 '' "sdnc: unknown option '--prefix=a_' of format; it is one of generate*" format --prefix=a_ log.schema
expect 1 '' "{\"severity\":\"error\",\"message\":\"record 'Log' would need *\"help\":\[\"choose another name, or*\\\\\"net_*" \
    log.schema -o out --error-format=json

# Standard input, the AST, warnings and JSON.
expect_input() {
    input=$1
    shift
    printf %s "$input" >input
    expect "$@" <input
}
expect_input 'record A in a { b : u32; }' 0 '*#include "stdin.h"*' '' - --stdout
expect_input 'record A in a { b : x; }' 1 '' "<stdin>:1:21: error: unknown type 'x'*" --stdout -
expect_input 'import "inc/color.schema"; record A in a { c : Color; }' 0 '*' '' --stdout -
expect_input 'record A in a { b : u32; }' 2 '' 'sdnc: standard input has no name to give to files; use --stdout*' - -o out
expect_input 'record A in a { b : u32; }' 2 '' 'sdnc: standard input has no name to give to files*' - --list-outputs
expect_input 'record A in a { b : u32; }' 2 '' 'sdnc: standard input is given twice*' - - --stdout
expect_input 'record A in a { b : u32; }' 0 'schema <stdin>*field b : u32 @1:17' '' --dump-ast -
expect 0 'schema a.schema
  import "color.schema" @1:8
  record A in a @1:24
    field c : Color @1:40' '' a.schema -I inc --dump-ast
expect 1 'schema a.schema*' 'a.schema:1:8: error: cannot find*' a.schema --dump-ast
echo 'import "inc/color.schema"; record A in a { c : u32; }' >unwise.schema
expect 0 '' 'unwise.schema:1:8: warning: nothing from this import is used*' unwise.schema -o out3
[ -f out3/unwise.h ] || fail "a warning stopped it"
expect 1 '' 'unwise.schema:1:8: error: nothing from this import is used*' unwise.schema -o out4 --werror
[ ! -e out4 ] || fail "--werror wrote"
expect 1 '' '{"severity":"error","message":"unknown type *' bad.schema -o out --error-format=json
expect 1 '' 'bad.schema:1:21: error: *' bad.schema -o out --error-format text
expect 2 '' "sdnc: --error-format is text, json or github, not 'xml'*" bad.schema -o out --error-format=xml
expect 2 '' 'sdnc: --stdout and --dump-ast exclude each other*' a.schema --stdout --dump-ast

# The other command.
expect 2 '' "sdnc: unknown option '-o'*" format a.schema -o x
expect 2 '' "sdnc: unknown option '-d'*" a.schema -d
expect 2 '' 'sdnc: --write and --diff exclude each other*' format a.schema -w -d
expect 2 '' 'sdnc: nothing given*' format
expect_input 'enum A{b}' 2 '' 'sdnc: standard input cannot be replaced; leave -w out*' format -w -
expect_input 'enum A{b}' 0 'enum A { b }' '' format -
expect_input 'prefix"a_";enum A{b}' 0 'prefix "a_";

enum A { b }' '' format -
expect_input 'enum A{b}' 1 '--- <stdin>*+++ <stdin>*-enum A{b}*+enum A { b }' '' format -d -
expect_input 'enum A{' 1 '' '{"severity":"error",*' format --error-format=json -

if [ -e /dev/full ]; then
    "$sdnc" --stdout -I inc a.schema >/dev/full 2>stderr
    [ $? -eq 2 ] || fail "a full disk is not noticed" --stdout
fi
exit "$((failures > 0))"
