# Circles in a graph: reads lines `from to reason`, prints each connection that is part of a circle. Strongly connected
# components by Tarjan's algorithm: a component is complete when the search leaves its first node, from which no older
# node can be reached, and is then the upper part of the stack.
{
    text = $0
    sub(/^[^ ]+ [^ ]+ /, "", text)
    if (($1, $2) in reason) {
        reason[$1, $2] = reason[$1, $2] ", " text
        next
    }
    reason[$1, $2] = text
    targets[$1] = targets[$1] " " $2
    nodes[$1]
    nodes[$2]
}

END {
    for (node in nodes)
        if (!(node in number))
            visit(node)
    for (pair in reason) {
        split(pair, end, SUBSEP)
        if (component[end[1]] == component[end[2]])
            print end[1] ": is in a circle: uses " end[2] " (" reason[pair] "), which uses it; move what both need to a third file"
    }
}

function visit(node,    list, count, i, next_node) {
    number[node] = lowest[node] = ++visited
    stack[++height] = node
    on_stack[node] = 1
    count = split(targets[node], list, " ")
    for (i = 1; i <= count; i++) {
        next_node = list[i]
        if (!(next_node in number)) {
            visit(next_node)
            if (lowest[next_node] < lowest[node])
                lowest[node] = lowest[next_node]
        } else if (on_stack[next_node] && number[next_node] < lowest[node]) {
            lowest[node] = number[next_node]
        }
    }
    if (lowest[node] < number[node])
        return
    do {
        next_node = stack[height--]
        on_stack[next_node] = 0
        component[next_node] = node
    } while (next_node != node)
}
