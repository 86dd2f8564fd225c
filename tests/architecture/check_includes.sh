#!/bin/sh
# check_includes.sh ROOT
#
# Checks the direction of the #include lines of a source tree: who may include what is the table below. Prints each
# line that breaks it as file:line and exits 1.
set -eu
cd "${1:?usage: check_includes.sh ROOT}"

find generator runtime generated -name '*.[chy]' -o -name '*.re' | LC_ALL=C sort | xargs awk '
# Areas and what each may include, itself always. "public" is all of runtime/include/sdn, "public-base" the headers
# there that know no tables: text, lists, time, arena, errors, version.
BEGIN {
    may["main"]     = "commands schema base public"
    may["commands"] = "schema emit base text safety public"
    may["schema"]   = "cname model base public-base"
    may["emit"]     = "cname model public-base"
    may["cname"]    = "emit model public-base"
    may["model"]    = "public-base"
    may["base"]     = "public"
    may["safety"]   = "base public"
    may["text"]     = "base public"
    may["store"]    = "text safety base public"
    may["public"]   = ""
    may["generated"] = "public"
    # Single headers beyond that: limits that schemas must keep, what is valid UTF-8, and tables of names.
    also["schema"]  = " sdn/record.h sdn/store.h text/utf8.h "
    also["emit"]    = " schema/name_table.h "
    also["cname"]   = " schema/name_table.h "
    public_base = " arena.h error.h list.h str.h time.h version.h "
    system_seam = "^runtime/src/base/sys_posix[a-z_]*\\.[ch]$"
    system_headers = "^(fcntl|unistd|dirent|sys/.*)\\.h$"
}

function area_of(path) {
    if (path ~ /^generator\/main\.c$/)            return "main"
    if (path ~ /^generator\/commands\//)          return "commands"
    if (path ~ /^generator\/schema\/model\.h$/)   return "model"
    if (path ~ /^generator\/schema\//)            return "schema"
    if (path ~ /^generator\/emit\/cname/)         return "cname"
    if (path ~ /^generator\/emit\//)              return "emit"
    if (path ~ /^runtime\/include\/sdn\//)        return "public"
    if (path ~ /^runtime\/src\/[a-z]+\//)         return substr(path, 13, index(substr(path, 13), "/") - 1)
    if (path ~ /^generated\//)                    return "generated"
    return "unknown"
}

# The area of an included name, as the compiler would find it.
function included_area(name, from) {
    if (name ~ /^sdn\//)
        return index(public_base, " " substr(name, 5) " ") ? "public-base" : "public"
    if (name ~ /^(schema|emit|commands)\//)   return area_of("generator/" name)
    if (name ~ /^(base|safety|text|store)\//) return area_of("runtime/src/" name)
    if (name !~ /\//)                         return area_of(from)
    return "unknown"
}

function allowed(from, to) {
    if (from == to || (from == "public" && to == "public-base"))
        return 1
    if (to == "public-base" && index(" " may[from] " ", " public "))
        return 1
    if (to == "model" && index(" " may[from] " ", " schema "))
        return 1
    return index(" " may[from] " ", " " to " ") > 0
}

function report(text) {
    print FILENAME ":" FNR ": " text
    bad = 1
}

/^[ \t]*#[ \t]*include[ \t]*["<]/ {
    quoted = $0 ~ /include[ \t]*"/
    name = $0
    sub(/^[^"<]*["<]/, "", name)
    sub(/[">].*$/, "", name)
    from = area_of(FILENAME)
    if (from == "unknown")
        report("a file in no known area")
    if (!quoted && name !~ /^sdn\//) {
        if (FILENAME ~ /^runtime\/src\// && FILENAME !~ system_seam && name ~ system_headers)
            report("<" name "> belongs to runtime/src/base/sys_posix*.c alone")
        next
    }
    to = included_area(name, FILENAME)
    if (!allowed(from, to) && !index(also[from], " " name " "))
        report(from " may not include " to " (" name ")")
}

END { exit bad }
'
