#!/bin/sh
# Builds sdnc, compiles the schemas, and shows a typed program at work on a todo store.
set -eu
cd "$(dirname "$0")/.."
. tests/support/packages.sh
need_to_build
need git git
install_missing

build=build-demo
quiet() {
    "$@" >"$build.log" 2>&1 || { cat "$build.log"; exit 1; }
    rm -f "$build.log"
}
echo "== build"
quiet cmake -S . -B "$build" -G Ninja -DSDNC_BUILD_TESTS=OFF -DSDNC_BUILD_DEMO=ON
quiet cmake --build "$build"

echo "== compile the schemas: $build/generator/sdnc generate schemas/*.schema -o $build/demo"
"$build/generator/sdnc" generate schemas/*.schema -o "$build/demo"
ls "$build/demo"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
demo=$PWD/$build/tests/demo/todo_demo
cd "$work"
git init -q .

echo "== insert three todos"
"$demo" add
cat todo_db.sdn
git add todo_db.sdn

echo "== close one of them: one changed line"
"$demo" close 2
git --no-pager diff --no-color -U0 todo_db.sdn | tail -n +5

echo "== what is open, by the index on status"
"$demo" list
