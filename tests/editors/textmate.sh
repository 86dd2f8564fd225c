#!/bin/sh
# textmate.sh SOURCE
#
# That the grammars of VS Code, used by its own library, take each word of the samples for what expected.txt says. Needs
# node, and the npm packages vscode-textmate and vscode-oniguruma where node finds them (NODE_PATH).
set -eu
source=$(realpath "${1:?usage: textmate.sh SOURCE}")
command -v node >/dev/null || { echo "no node"; exit 77; }
node -e 'require("vscode-textmate"); require("vscode-oniguruma")' 2>/dev/null || {
    echo "no vscode-textmate and vscode-oniguruma: npm install them, and set NODE_PATH to their node_modules"
    exit 77
}
exec node "$source/tests/editors/textmate.js" "$source"
