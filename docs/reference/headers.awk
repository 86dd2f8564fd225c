# Turns the plain comments of the public headers, and of generated ones, into those that doxygen reads. So the headers need
# no markup:
#
#   the first comment of a file           its page; for sdn.h the main page, with a list of the headers
#   /* ---- name ---- */                  a heading: the declarations up to the next one are shown under it
#   /* text */ before a declaration       its description; of further declarations too, up to an empty line
#   declaration; /* text */               its description
#
# In a text: `code`, *emphasis*, lists with `-`; in the comment of a file, also paragraphs that start with `Topic:`, lines
# followed by an indented block (a heading), and indented blocks with columns, which are shown as they are.

function escaped(text) {
    gsub(/[\\@&#<>%"]/, "\\\\&", text)
    gsub(/--/, "\\--", text)
    return text
}

# Names of the library become links, where they are documented.
function linked(text,    result, before, name) {
    while (match(text, /sdn_[a-z0-9_]*[a-z0-9]|SDN_[A-Z0-9_]*[A-Z0-9]/)) {
        before = substr(text, 1, RSTART - 1)
        name = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        result = result escaped(before) (before ~ /[<\/A-Za-z0-9_]$/ || text ~ /^([_<]|\.[a-z])/ ? "" : "#") name
    }
    return result escaped(text)
}

# Text without `code`.
function prose(text,    result, before, word) {
    while (match(text, /\*[a-z_]+( [a-z]+)*\*|\*[a-z_]+/)) {
        before = substr(text, 1, RSTART - 1)
        word = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        result = result linked(before) \
            (word ~ /\*$/ ? "<em>" substr(word, 2, length(word) - 2) "</em>" : "<code>" word "</code>")
    }
    return result linked(text)
}

function marked_up(text,    part, parts, i, result) {
    parts = split(text, part, "`")
    for (i = 1; i <= parts; i++)
        result = result (i % 2 ? prose(part[i]) : "<code>" escaped(part[i]) "</code>")
    return result
}

function indent_of(text) {
    return match(text, /[^ ]/) ? RSTART - 1 : 0
}

# Whether the indented block from line i on has columns.
function has_columns(i, n) {
    for (; i <= n && line[i] ~ /^  /; i++)
        if (line[i] ~ /[^ ]   +[^ ]/)
            return 1
    return 0
}

# The comment of a file, line[1..n].
function page(n,    i, starts, columns, list, topic) {
    for (i = 1; i <= n; i++) {
        starts = i > 1 && line[i - 1] == ""
        if (columns && line[i] !~ /^  /) {
            print "\\endverbatim"
            columns = 0
        }
        if (line[i] ~ /^ *- /)
            list = indent_of(line[i]) + 1
        else if (list && indent_of(line[i]) < list)
            list = 0
        if (columns || list) {
            print columns ? substr(line[i], 3) : marked_up(line[i])
        } else if (line[i] ~ /^  / && line[i - 1] !~ /^  / && has_columns(i, n)) {
            columns = 1
            print "\\verbatim\n" substr(line[i], 3)
        } else if (starts && line[i + 1] ~ /^  [^ -]/) {
            sub(/:$/, "", line[i])
            print "\\par " marked_up(line[i])
        } else if (starts && match(line[i], /^[A-Z][a-z]+( [a-z]+)*: /)) {
            topic = substr(line[i], 1, RLENGTH - 2)
            print "\\par " topic
            print marked_up(toupper(substr(line[i], length(topic) + 3, 1)) substr(line[i], length(topic) + 4))
        } else {
            sub(/^ +/, "", line[i])
            print marked_up(line[i])
        }
    }
    if (columns)
        print "\\endverbatim"
}

# The headers that this one includes, with their first sentences.
function headers(    directory, include, name, text) {
    directory = FILENAME
    sub(/[^\/]*$/, "", directory)
    print "\n\\par Headers"
    while ((getline include <FILENAME) > 0) {
        if (include !~ /^#include <sdn\//)
            continue
        name = include
        gsub(/.*\/|>/, "", name)
        getline text <(directory name)
        if (text == "/*")
            getline text <(directory name)
        gsub(/^(\/| )\* ?| ?\*\/$/, "", text)
        close(directory name)
        print "- \\link " name " <sdn/" name "> \\endlink " marked_up(text)
    }
    print "- \\link todo.h <todo.h> \\endlink What sdnc generates from todo.schema, as an example."
}

function file_comment(n,    name) {
    name = FILENAME
    sub(/.*\//, "", name)
    if (name == "sdn.h")
        print "/** \\file\nAll of libsdn. The main page has the overview. */\n/** \\mainpage The library libsdn"
    else
        print "/** \\file"
    page(n)
    if (name == "sdn.h")
        headers()
    print "*/"
}

# Reads the comment that starts in the present line; its text is line[1..n].
function read_comment(    text, n, last) {
    text = $0
    sub(/^.*\/\*/, " *", text)
    for (n = 0;; getline text) {
        last = text ~ /\*\//
        sub(/ *\*\/.*$/, "", text)
        sub(/^ *\*? ?/, "", text)
        if (text != "" || (n > 0 && !last))
            line[++n] = text
        if (last)
            return n
    }
}

function description(n,    i, result) {
    for (i = 1; i <= n; i++)
        result = result (i > 1 ? "\n" : "") marked_up(line[i])
    return result
}

function close_section() {
    if (section)
        print "/** \\} */"
    section = 0
}

FNR == 1 { first = 1; section = 0; shared = "" }

/^\{/ { inside = 1 }
/^\}/ { inside = 0 }

/^\/\* ---- .* ---- \*\/$/ {
    close_section()
    gsub(/^\/\* -* | -* \*\/$/, "")
    print "/** \\name " toupper(substr($0, 1, 1)) substr($0, 2) " */\n/** \\{ */"
    section = 1
    next
}

/\/\*/ && !inside && $0 !~ /\*\/ *[^ ]/ {
    before = $0
    sub(/ *\/\*.*$/, "", before)
    n = read_comment()
    if (first)
        file_comment(n)
    else if (before == "")
        print "/** " (shared = description(n)) " */"
    else
        print before " /**< " description(n) " */"
    fresh = before == "" # the next declaration has its description
    first = 0
    next
}

$0 == "" { shared = "" }

# A further declaration with the same description.
shared != "" && !fresh && !inside && /^(SDN_API|#define|typedef|static inline|[a-z_]+ [*a-z_]+\()/ { print "/** " shared " */" }

# Constants: an enumerator is shown with the description of its enum.
/^enum \{.*\};$/ && shared != "" {
    text = shared
    gsub(/[&\\]/, "\\\\&", text)
    gsub(/ = [0-9]+/, "& /**< " text " */")
}

/^#ifdef __cplusplus$/ { close_section() }

{ print; fresh = 0 }
