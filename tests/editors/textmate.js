// textmate.js SOURCE: compares the scopes of the samples with expected.txt; see textmate.sh.
const fs = require("fs");
const path = require("path");
const textmate = require("vscode-textmate");
const oniguruma = require("vscode-oniguruma");

const source = process.argv[2];
const editors = path.join(source, "docs/editors/vscode");
const samples = path.join(source, "tests/editors");

// What each kind of expected.txt is called in grammars; the innermost scope decides.
const kinds = [
    ["comment.line.documentation", "doc"],
    ["comment", "comment"],
    ["constant.character.escape", "escape"],
    ["string", "string"],
    ["constant.numeric", "number"],
    ["constant.other.enum", "word"],
    ["constant.language", "constant"],
    ["keyword.control.checksum", "checksum"],
    ["keyword.other.statement", "statement"],
    ["keyword.other", "keyword"],
    ["storage.modifier", "attribute"],
    ["storage.type", "type"],
    ["entity.name.type.table", "table"],
    ["entity.name.type", "name"],
    ["variable.other.column", "column"],
    ["invalid", "conflict"],
];

function kindOf(scopes) {
    for (const scope of scopes.slice(1).reverse()) {
        const kind = kinds.find(([prefix]) => scope.startsWith(prefix));
        if (kind) return kind[1];
    }
    return "none";
}

async function main() {
    const extension = JSON.parse(fs.readFileSync(path.join(editors, "package.json"), "utf8")).contributes;
    for (const language of extension.languages) fs.accessSync(path.join(editors, language.configuration));
    const wasm = fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
    await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
    const registry = new textmate.Registry({
        onigLib: Promise.resolve({
            createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
            createOnigString: (text) => new oniguruma.OnigString(text),
        }),
        loadGrammar: async (scope) => {
            const file = path.join(editors, extension.grammars.find((g) => g.scopeName === scope).path);
            return textmate.parseRawGrammar(fs.readFileSync(file, "utf8"), file);
        },
    });
    const lines = {};
    for (const [name, scope] of [["schema", "source.sdn-schema"], ["sdn", "source.sdn"]]) {
        const grammar = await registry.loadGrammar(scope);
        let state = textmate.INITIAL;
        lines[name] = fs.readFileSync(path.join(samples, "sample." + name), "utf8").split("\n").map((text) => {
            const result = grammar.tokenizeLine(text, state);
            state = result.ruleStack;
            return { text, tokens: result.tokens };
        });
    }
    let failures = 0;
    for (const line of fs.readFileSync(path.join(samples, "expected.txt"), "utf8").split("\n")) {
        if (line === "" || line.startsWith("#")) continue;
        const [name, number, text, wanted] = line.split(" ");
        const { text: whole, tokens } = lines[name][number - 1];
        const at = whole.indexOf(text);
        const token = tokens.find((t) => t.startIndex <= at && at < t.endIndex);
        const kind = kindOf(token.scopes);
        if (at < 0 || kind !== wanted) {
            console.log(`${name}:${number}: '${text}' is ${kind}, not ${wanted} (${token.scopes.join(" ")})`);
            failures++;
        }
    }
    process.exit(failures ? 1 : 0);
}

main();
