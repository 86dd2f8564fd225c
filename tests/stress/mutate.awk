# mutate.awk MUTANT: replaces text in source files, exactly, and fails unless each text is there exactly once.
#
# A mutant is a small text: lines with # say what it breaks; `try` names the tests that are to notice; `file` names a
# file below SOURCE, whose changed copy goes to the same place below TARGET (both given with -v); then, as in a diff,
# lines with - are the text to find and the lines with + after them, at least one, the text to put there. The text may
# end within a line.
function fail(what)
{
    print FILENAME ": " what >"/dev/stderr"
    failed = 1
    exit 1
}

function load(name,    line)
{
    path = name
    text = ""
    while ((getline line <(SOURCE "/" path)) > 0)
        text = text line "\n"
    close(SOURCE "/" path)
    if (text == "")
        fail("no file " SOURCE "/" path)
}

function store()
{
    if (path == "")
        return
    system("mkdir -p \"$(dirname '" TARGET "/" path "')\"")
    printf "%s", text >(TARGET "/" path)
    close(TARGET "/" path)
}

function replace(    at)
{
    if (old == "")
        return
    sub(/\n$/, "", old)
    sub(/\n$/, "", new)
    at = index(text, old)
    if (at == 0)
        fail("not found in " path ":\n" old)
    if (index(substr(text, at + length(old)), old) > 0)
        fail("found more than once in " path ":\n" old)
    text = substr(text, 1, at - 1) new substr(text, at + length(old))
    old = new = ""
}

/^#/ || /^try / { next }
/^file / { replace(); store(); load($2); next }
/^-/ { if (new != "") replace(); old = old substr($0, 2) "\n"; next }
/^\+/ { new = new substr($0, 2) "\n"; next }
{ fail("line " FNR " starts with none of # try file - +") }
END { if (!failed) { replace(); store() } }
