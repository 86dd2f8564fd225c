# Sizes of folders and structs: reads names of files. A member is what ends in a semicolon between the braces of a
# struct, members of structs and unions inside included; `a, b;` are two. Pointers to functions do not count.
{
    folder = $0
    sub(/\/[^\/]*$/, "", folder)
    if (++in_folder[folder] == most_files + 1)
        report(folder ":1", "has more than " most_files " files; divide the folder, or join files that are one idea")
    check_structs($0)
}

END { exit bad }

function check_structs(file,    line, number, depth, start, name, members, in_comment) {
    while ((getline line <file) > 0) {
        number++
        if (in_comment && !sub(/^.*\*\//, "", line))
            continue
        gsub(/\/\*([^*]|\*+[^*\/])*\*+\/|"([^"\\]|\\.)*"/, "", line)
        in_comment = sub(/\/\*.*$/, "", line)
        if (depth == 0 && line ~ /^[ \t]*(typedef )?(static )?(const )?struct( [a-z_0-9]+)? \{/) {
            members = 0
            start = number
            name = line
            sub(/^.*struct */, "", name)
            sub(/ *\{.*$/, "", name)
        } else if (depth == 0) {
            continue
        }
        if (line !~ /\(\*/) {
            members += gsub(/;/, ";", line)
            if (line ~ /;/ && line !~ /[({]/)
                members += gsub(/,/, ",", line)
        }
        depth += gsub(/\{/, "{", line)
        depth -= gsub(/\}/, "}", line)
        if (depth > 0)
            continue
        members-- # the semicolon after the last brace
        depth = 0
        if (members > most_members && !(file ~ /^runtime\/include\// && name ~ /_options$/))
            report(file ":" start, "struct " name " has " members " members, more than " most_members "; group what belongs together")
    }
    close(file)
}

function report(place, text) {
    print place ": " text
    bad = 1
}
