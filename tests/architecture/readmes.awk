# The README.md of each folder: reads names of files, sorted by folder. Prints `file:line: what to do`.
{
    folder = $0
    sub(/\/[^\/]*$/, "", folder)
    if (folder != last_folder) {
        end_folder()
        read_readme(folder)
        last_folder = folder
    }
    file = substr($0, length(folder) + 2)
    stem = file
    sub(/\.[a-z]*$/, "", stem)
    there[file] = there[stem] = 1
    if (has_readme && !(file in line_of) && !(stem in line_of))
        report(1, "does not name " file "; give it a row of the table")
}

END {
    end_folder()
    exit bad
}

function read_readme(folder,    line, number, name, parts, part, i, status) {
    split("", line_of)
    split("", there)
    readme = folder "/README.md"
    name = folder
    sub(/^.*\//, "", name)
    has_title = has_calls = has_start = 0
    while ((status = (getline line <readme)) > 0) {
        number++
        has_title = has_title || number == 1 && index(line, "# " name ": ") == 1
        has_calls = has_calls || line ~ /^May (call|include): ./
        has_start = has_start || line ~ /^Start with ./
        if (line !~ /^\| `/)
            continue
        split(line, column, "|")
        parts = split(column[2], part, "`")
        for (i = 2; i <= parts; i += 2)
            line_of[part[i]] = number
    }
    close(readme)
    has_readme = status == 0 && number > 0
}

# What is wrong with a README apart from the files that it does not name.
function end_folder(    name) {
    if (last_folder == "")
        return
    if (!has_readme) {
        report(1, "is missing; say what the folder is for")
        return
    }
    if (!has_title)
        report(1, "has another title than `# folder: what it is`")
    if (!has_calls)
        report(1, "does not say what the folder may call; add `May call: ...`")
    if (!has_start)
        report(1, "does not say where to start reading; add `Start with ...`")
    for (name in line_of)
        if (!(name in there))
            report(line_of[name], "names " name ", which is not in the folder; remove it")
}

function report(line, text) {
    print readme ":" line ": " text
    bad = 1
}
