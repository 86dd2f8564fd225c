# amalgamate.awk: the library as two files, sdn.h and sdn.c, for programs that keep a copy of it.
#
#   awk -v version=V -v license=FILE -v include=DIR -v private=DIR -v xxhash=FILE -v out=DIR -f amalgamate.awk SOURCE...
#
# sdn.h has the public headers, in the order in which they need each other. sdn.c has xxhash.h, then the sources in the
# order given, each after the private headers that it is the first to include. What is written depends on the content of
# these files alone, not on where they are.
#
# One file has one set of system headers and of macros that choose what they declare. So the former are included before
# all code, and the latter are defined once, before them, by os/sys_features.h. Files that are included again and again
# (*.def) are written each time.

BEGIN {
    if (version == "" || license == "" || include == "" || private == "" || xxhash == "" || out == "" || ARGC < 2)
        fail("usage: see the top of amalgamate.awk")
    header_lines = body_lines = system_lines = 0
    write_header(out "/sdn.h")
    added[features = "os/sys_features.h"] = 1
    for (at = 1; at < ARGC; at++)
        add_source(ARGV[at])
    write_source(out "/sdn.c")
    exit failed
}

# ---- sdn.h ----

function write_header(file,    at) {
    add_public("sdn/sdn.h")
    add_public("sdn/backend.h")
    print_head(file, "libsdn " version ": the public headers in one file; sdn.c is what belongs to it.")
    for (at = 0; at < header_lines; at++)
        print header[at] >file
    close(file)
}

# A header after those that it includes. <sdn/sdn.h> itself, the manual, comes first, as far as its includes.
function add_public(name,    line, path) {
    if (name in added)
        return
    added[name] = 1
    path = include "/" name
    while ((getline line <path) > 0) {
        if (line !~ /^#[ \t]*include </) {
            header[header_lines++] = line
            continue
        }
        if (included(line) ~ /^sdn\//)
            add_public(included(line))
        else if (!(line in header_has)) {
            header_has[line] = 1
            header[header_lines++] = line
        }
    }
    close_read(path, 1)
}

# ---- sdn.c ----

function write_source(file,    at, line) {
    print_head(file, "libsdn " version " in one file; sdn.h is its header. xxhash.h in it has a licence of its own.")
    print "" >file
    while ((getline line <(private "/" features)) > 0)
        print line >file
    close_read(private "/" features, 1)
    print "\n#include \"sdn.h\"\n" >file
    for (at = 0; at < system_lines; at++)
        print system_header[at] >file
    print_section(file, "xxhash.h")
    print_diagnostics(file, "-Wconversion", "-Wsign-conversion")
    print "#define XXH_INLINE_ALL" >file
    while ((getline line <xxhash) > 0)
        print line >file
    close_read(xxhash, 1)
    print_diagnostics(file)
    print_section(file, "the library")
    print "/* What is not public is not seen outside the program or library that this is linked into. */" >file
    print_visibility(file, "push(hidden)")
    print_diagnostics(file, "-Wunused-function")
    for (at = 0; at < body_lines; at++)
        print body[at] >file
    print "" >file
    print_diagnostics(file)
    print_visibility(file, "pop")
    close(file)
}

function add_source(path) {
    add_private(path, path)
}

# The code of a file, with the private headers that were not there yet in the place of their #include lines.
function add_private(path, title,    line, name, depth, guard, is_header, number, wanted) {
    is_header = path ~ /\.h$/
    sub(/^.*\/src\//, "", title)
    body[body_lines++] = ""
    body[body_lines++] = "/* ---- " title " ---- */"
    body[body_lines++] = ""
    while ((getline line <path) > 0) {
        number++
        if (is_header && guard == "" && line ~ /^#ifndef [A-Z0-9_]+_H$/) {
            guard = substr(line, 9)
            continue
        }
        if (guard != "" && (line == "#define " guard))
            continue
        if (line ~ /^#[ \t]*if/)
            depth++
        if (line ~ /^#[ \t]*endif/ && depth-- == 0)
            continue # of the guard
        if (line ~ /^#define _POSIX_C_SOURCE /) # of a file that calls no system: sys_features.h asks for as much
            continue
        if (line ~ /^#define _[A-Z]/)
            fail(path ":" number ": a macro for the system headers; define it in " features)
        if (line ~ /^#[ \t]*include/)
            add_include(line, path, number, depth)
        else if (line != "#define XXH_INLINE_ALL")
            body[body_lines++] = line
    }
    close_read(path, number)
}

function add_include(line, path, number, depth,    name) {
    name = included(line)
    if (name ~ /^sdn\// || name == "xxhash.h")
        return
    if (line ~ /</) {
        add_system(line, depth)
        return
    }
    if (name !~ /\.def$/) {
        if (name in added)
            return
        if (depth > 0)
            fail(path ":" number ": a header of ours is included on a condition; include it always")
        added[name] = 1
    }
    add_private(private "/" name, name)
}

# A system header that is included on a condition stays where it is, and what it declares is not ours to hide.
function add_system(line, depth) {
    if (depth > 0) {
        body[body_lines++] = "#if defined(__GNUC__) && defined(__ELF__)\n#pragma GCC visibility push(default)\n#endif"
        body[body_lines++] = line
        body[body_lines++] = "#if defined(__GNUC__) && defined(__ELF__)\n#pragma GCC visibility pop\n#endif"
    } else if (!(line in has_system)) {
        has_system[line] = 1
        system_header[system_lines++] = line
    }
}

# ---- parts of both ----

function print_head(file, text,    line) {
    print "/*" >file
    print " * " text >file
    print " * Made from the sources of sdnc, by its target `amalgamation`: do not edit it." >file
    print " *" >file
    while ((getline line <license) > 0)
        print (line == "" ? " *" : " * " line) >file
    close_read(license, 1)
    print " */" >file
}

function print_section(file, title) {
    print "\n/* ======== " title " ======== */\n" >file
}

function print_visibility(file, what) {
    print "#if defined(__GNUC__) && defined(__ELF__)\n#pragma GCC visibility " what "\n#endif" >file
}

# Compilers do not warn of what is in the headers of a system, as xxhash.h is elsewhere; and clang does not warn of a
# function of any header that is not called. The warnings named are off up to the next call without names.
function print_diagnostics(file, first, second) {
    print "#if defined(__GNUC__)" >file
    print "#pragma GCC diagnostic " (first == "" ? "pop" : "push") >file
    if (first != "")
        print "#pragma GCC diagnostic ignored \"" first "\"" >file
    if (second != "")
        print "#pragma GCC diagnostic ignored \"" second "\"" >file
    print "#endif" >file
}

# What an #include line names.
function included(line) {
    sub(/^[^<"]*[<"]/, "", line)
    sub(/[>"].*$/, "", line)
    return line
}

function close_read(path, lines) {
    if (close(path) != 0 || lines == 0)
        fail("cannot read " path)
}

function fail(text) {
    print "amalgamate.awk: " text >"/dev/stderr"
    failed = 1
    exit 1
}
