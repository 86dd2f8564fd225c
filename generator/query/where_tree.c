#include "query/where_tree.h"

#include <string.h>

#include "query/where_private.h"

static void *new_zeroed(where_parser *p, size_t size)
{
    void *made = sdn_arena_alloc(p->arena, size);
    if (made != NULL)
        return memset(made, 0, size);
    p->diags->out_of_memory = true;
    p->failed = true;
    return NULL;
}

/* What ends the text, and so is written twice inside. */
static char enclosing_end(const where_token *token)
{
    char start = source_text(token->span).ptr[0];
    return start == '[' ? ']' : start;
}

/* The text of a token as it is meant. */
static sdn_str plain_text(where_parser *p, const where_token *token)
{
    char end = enclosing_end(token);
    if (token->form == WHERE_BARE || memchr(token->text.ptr, end, token->text.len) == NULL)
        return token->text;
    sdn_str copy = sdn_arena_copy_str(p->arena, token->text);
    if (copy.ptr == NULL) {
        p->diags->out_of_memory = true;
        p->failed = true;
        return token->text;
    }
    char *to = (char *)copy.ptr;
    for (size_t i = 0; i < token->text.len; i++) {
        *to++ = token->text.ptr[i];
        i += token->text.ptr[i] == end; /* the second one */
    }
    *to = '\0';
    copy.len = (size_t)(to - copy.ptr);
    return copy;
}

where_word *where_build_word(where_parser *p, where_token token)
{
    where_word *word = new_zeroed(p, sizeof *word);
    if (word != NULL)
        *word = (where_word){plain_text(p, &token), token.form, token.span, NULL};
    return word;
}

where_words where_build_words(where_words list, where_word *word)
{
    if (word == NULL)
        return list;
    if (list.last != NULL)
        list.last->next = word;
    else
        list.first = word;
    list.last = word;
    list.count++;
    return list;
}

where_node *where_build_test(where_parser *p, where_word *field, where_operator op, source_span at, where_words values)
{
    where_node *node = field != NULL ? new_zeroed(p, sizeof *node) : NULL;
    if (node != NULL)
        *node = (where_node){.kind = WHERE_TEST, .op = op, .op_span = at, .field = field, .values = values};
    return node;
}

static void append_part(where_node *node, where_node *part)
{
    if (node->last != NULL)
        node->last->next = part;
    else
        node->first = part;
    node->last = part;
    node->part_count++;
}

where_node *where_build_not(where_parser *p, where_node *part)
{
    where_node *node = part != NULL ? new_zeroed(p, sizeof *node) : NULL;
    if (node == NULL)
        return NULL;
    node->kind = WHERE_NOT;
    append_part(node, part);
    return node;
}

where_node *where_build_joined(where_parser *p, where_kind kind, where_node *left, where_node *right)
{
    if (left == NULL || right == NULL)
        return NULL;
    if (left->kind == kind) {
        append_part(left, right);
        return left;
    }
    where_node *node = new_zeroed(p, sizeof *node);
    if (node == NULL)
        return NULL;
    node->kind = kind;
    append_part(node, left);
    append_part(node, right);
    return node;
}
