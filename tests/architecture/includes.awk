# The #include lines of the files named on standard input, checked by layers.txt. Prints `file:line: what to do`, and to
# the file -v edges=... the inclusions of files of ours, `from to line`. The working directory is the root of the
# sources.
BEGIN {
    read_layers()
    while ((getline file <"-") > 0) {
        files[++count] = file
        exists[file]
    }
    for (i = 1; i <= count; i++)
        check_file(files[i])
    exit bad
}

function check_file(file,    line, number) {
    if (area_of(file) == "") {
        report(file, 1, "is in a folder that layers.txt does not know; add a line there")
        return
    }
    while ((getline line <file) > 0) {
        number++
        if (line ~ /^[ \t]*#[ \t]*include[ \t]*["<]/)
            check_include(file, number, line)
    }
    close(file)
}

function check_include(file, number, line,    is_quoted, name, from, target, to) {
    is_quoted = line ~ /include[ \t]*"/
    name = line
    sub(/^[^"<]*["<]/, "", name)
    sub(/[">].*$/, "", name)
    from = area_of(file)
    if (!is_quoted && name !~ /^sdn\//) {
        if (!(name in portable) && file !~ system_files && !((from, "<" name ">") in also))
            report(file, number, "<" name "> is no header of C11; only " substr(system_files, 2) "* may include it")
        return
    }
    target = find_header(name, file, is_quoted)
    if (target == "") {
        report(file, number, "no such file: " name)
        return
    }
    print file, target, "line " number >edges
    to = area_of(target)
    if (!allowed(from, to) && !((from, "<" name ">") in also))
        report(file, number, from " may not use " to " (" name "); move what it needs down, or the file up")
}

# As the compiler finds it; X_tokens.h, which the parser generator makes, belongs to the grammar X_parser.y.
function find_header(name, file, is_quoted,    folder) {
    folder = file
    sub(/[^\/]*$/, "", folder)
    if (name ~ /^[a-z]+_tokens\.h$/)
        return grammar(substr(name, 1, index(name, "_") - 1))
    if (!is_quoted)
        return public_header(name)
    if ((folder name) in exists)
        return folder name
    if (("generator/" name) in exists)
        return "generator/" name
    if (("runtime/src/" name) in exists)
        return "runtime/src/" name
    return ("runtime/" name) in exists ? "runtime/" name : ""
}

function public_header(name) {
    if (("runtime/include/" name) in exists)
        return "runtime/include/" name
    if (("runtime/sqlite/include/" name) in exists)
        return "runtime/sqlite/include/" name
    return ("runtime/postgres/include/" name) in exists ? "runtime/postgres/include/" name : ""
}

function grammar(language,    file) {
    for (file in exists)
        if (file ~ ("/" language "_parser\\.y$"))
            return file
    return ""
}

function report(file, number, text) {
    print file ":" number ": " text
    bad = 1
}
