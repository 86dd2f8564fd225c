# Names that two files define: reads names of files. The code has the form of .clang-format, so what is defined for a whole
# file starts at the start of a line. A macro of one purpose may be defined where it is used, if the file that uses it
# undefines it (sys_calls.def), and those for system headers (_GNU_SOURCE) or xxhash.h may be in every file.
{ read_names($0) }

END { exit bad }

function read_names(file,    line, number, in_comment, in_enum, in_macro) {
    while ((getline line <file) > 0) {
        number++
        if (in_macro) {
            in_macro = line ~ /\\$/
            continue
        }
        if (in_comment && !sub(/^.*\*\//, "", line))
            continue
        gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, "", line)
        in_comment = sub(/\/\*.*$/, "", line)
        if (line ~ /^#/) {
            in_macro = line ~ /\\$/
            macro(file, number, line)
        } else if (in_enum || line ~ /^(typedef )?enum( [a-z_0-9]+)? \{/) {
            in_enum = line !~ /\}/
            constants(file, number, line)
            type(file, number, line)
        } else {
            type(file, number, line)
            object(file, number, line)
        }
    }
    close(file)
}

function macro(file, number, line) {
    if (!sub(/^# *define /, "", line) || line ~ /^(_|XXH_|SDN_SYS_(CALL|OPEN|CLOSE|QUERY)\()/)
        return
    sub(/[^A-Za-z_0-9].*$/, "", line)
    note(file, number, line)
}

# The enumerators on a line of an enum.
function constants(file, number, line,    parts, count, at) {
    sub(/^.*\{/, "", line)
    sub(/\}.*$/, "", line)
    count = split(line, parts, ",")
    for (at = 1; at <= count; at++) {
        sub(/=.*$/, "", parts[at])
        gsub(/[ \t]/, "", parts[at])
        if (parts[at] ~ /^[A-Z][A-Z_0-9]*$/)
            note(file, number, parts[at])
    }
}

# `} name;` ends a typedef, `} name[] =` the type of an object; `typedef old name;` and `typedef result name(parameters);` are whole ones. A declaration
# `typedef struct name name;` defines nothing.
function type(file, number, line) {
    if (line ~ /^\} *[a-z_0-9]+(;|\[| =)/ || line ~ /^(typedef )?enum .*\} *[a-z_0-9]+;/) {
        sub(/^[^}]*\} */, "", line)
        sub(/[^a-z_0-9].*$/, "", line)
        note(file, number, line)
    } else if (line ~ /^typedef / && line !~ /^typedef (struct|enum|union) /) {
        sub(/[(;].*$/, "", line)
        sub(/^.*[ *]/, "", line)
        note(file, number, line)
    } else if (line ~ /^(struct|union) [a-z_0-9]+ \{/) {
        split(line, words, " ")
        note(file, number, words[2])
    }
}

# A function or object of the file, with what it is marked with before its type.
function object(file, number, line) {
    if (line !~ /^([A-Z_]+(\([0-9, ]*\))? )?(static|SDN_ALWAYS_INLINE) /)
        return
    sub(/^[A-Z_]+\([0-9, ]*\) /, "", line)
    sub(/[(=;[].*$/, "", line)
    sub(/[ \t]+$/, "", line)
    sub(/^.*[ *]/, "", line)
    note(file, number, line)
}

function note(file, number, name) {
    if (name !~ /^[A-Za-z_]/)
        return
    if (!(name in file_of)) {
        file_of[name] = file
    } else if (file_of[name] != file) {
        print file ":" number ": " name " is a name of " file_of[name] " too; give one of them a name of its own"
        bad = 1
    }
}
