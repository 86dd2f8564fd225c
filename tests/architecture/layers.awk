# Reads layers.txt (-v layers=...): may[area, area], also[area, header], level[header], portable[header], system_files,
# extended[file].
function read_layers(    line, word, count, i, is_header) {
    while ((getline line <layers) > 0) {
        if (line ~ /^(#|$)/)
            continue
        count = split(line, word, /[ \t]+/)
        if (word[1] == "level") {
            for (i = 3; i <= count; i++)
                level[word[i]] = word[2]
        } else if (word[1] == "system") {
            system_files = "^" word[2]
        } else if (word[1] == "extensions") {
            for (i = 2; i <= count; i++)
                extended[word[i]]
        } else if (word[1] == "portable") {
            for (i = 2; i <= count; i++)
                portable[word[i] ".h"]
        } else {
            is_area[word[1]]
            is_header = 0
            for (i = 2; i <= count; i++) {
                if (word[i] == "also")
                    is_header = 1
                else if (is_header)
                    also[word[1], word[i]]
                else
                    may[word[1], word[i]]
            }
        }
    }
    close(layers)
}

# The area that a file belongs to, "" if to none.
function area_of(path,    part, area) {
    split(path, part, "/")
    if (path ~ /^runtime\/include\/sdn\//)
        area = level[part[4]]
    else if (path ~ /^runtime\/src\/[^\/]+\//)
        area = part[3]
    else if (path ~ /^runtime\/sqlite\//)
        area = "sqlite"
    else if (path ~ /^runtime\/postgres\//)
        area = "postgres"
    else if (path == "generator/main.c")
        area = "sdnc/main"
    else if (path ~ /^generator\/[^\/]+\//)
        area = "sdnc/" part[2]
    else if (path ~ /^generated\//)
        area = "generated"
    return area in is_area ? area : ""
}

function allowed(from, to) {
    return from == to || (from, to) in may
}
