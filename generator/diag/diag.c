#include "diag/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

enum { SUGGESTION_BUDGET = 50000 };

void diag_list_init(diag_list *list, sdn_arena *arena)
{
    *list = (diag_list){.arena = arena, .suggestions_left = SUGGESTION_BUDGET};
}

void diag_list_release(diag_list *list)
{
    sdn__free(list->items);
    *list = (diag_list){0};
}

static sdn_str format_text(sdn_arena *arena, const char *format, va_list args)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    text_vprintf(&text, format, args);
    sdn_str copy = text_copy(&text, arena);
    sdn__buffer_release(&text);
    return copy;
}

/* Fills a message. Returns false when memory ran out, which the list remembers. */
static bool fill_message(diag_list *list, diag_message *message, diag_kind kind, source_span span, const char *format,
                         va_list args)
{
    *message = (diag_message){kind, span, format_text(list->arena, format, args), NULL};
    if (message->text.ptr == NULL)
        list->out_of_memory = true;
    return message->text.ptr != NULL;
}

static bool append(diag_list *list, diag *made)
{
    if (sdn__reserve(&list->items, &list->capacity, list->count + 1, sizeof *list->items) != 0) {
        list->out_of_memory = true;
        return false;
    }
    made->last = &made->error;
    made->sequence = list->count;
    list->items[list->count++] = made;
    return true;
}

static diag *add_message(diag_list *list, diag_kind kind, source_span span, const char *format, va_list args)
{
    list->errors += kind == DIAG_ERROR;
    if (list->count >= DIAG_MAX) {
        list->left_out++;
        return NULL;
    }
    diag *made = sdn_arena_alloc(list->arena, sizeof *made);
    if (made == NULL) {
        list->out_of_memory = true;
        return NULL;
    }
    return fill_message(list, &made->error, kind, span, format, args) && append(list, made) ? made : NULL;
}

diag *diag_error(diag_list *list, source_span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    diag *made = add_message(list, DIAG_ERROR, span, format, args);
    va_end(args);
    return made;
}

diag *diag_warning(diag_list *list, source_span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    diag *made = add_message(list, list->strict ? DIAG_ERROR : DIAG_WARNING, span, format, args);
    va_end(args);
    return made;
}

/* The message of an error, without the place that it starts with. */
static const char *without_place(const sdn_error *err)
{
    char place[48];
    (void)snprintf(place, sizeof place, ":%lu:%lu: ", (unsigned long)err->line, (unsigned long)err->column);
    const char *at = err->line > 0 ? strstr(err->message, place) : NULL;
    return at != NULL ? at + strlen(place) : err->message;
}

diag *diag_error_in(diag_list *list, const source_file *source, const sdn_error *err)
{
    source_span span = source_whole(source);
    if (err->line > 0)
        span = (source_span){source, source_offset(source, err->line, err->column), 1};
    return diag_error(list, span, "%s", without_place(err));
}

static void attach(diag_list *list, diag *to, diag_kind kind, source_span span, const char *format, va_list args)
{
    if (to == NULL)
        return;
    diag_message *made = sdn_arena_alloc(list->arena, sizeof *made);
    if (made == NULL) {
        list->out_of_memory = true;
        return;
    }
    if (fill_message(list, made, kind, span, format, args)) {
        to->last->next = made;
        to->last = made;
    }
}

void diag_note(diag_list *list, diag *to, source_span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    attach(list, to, DIAG_NOTE, span, format, args);
    va_end(args);
}

void diag_help(diag_list *list, diag *to, const char *format, ...)
{
    source_span nowhere = {NULL, 0, 0};
    va_list args;
    va_start(args, format);
    attach(list, to, DIAG_HELP, nowhere, format, args);
    va_end(args);
}

static int compare_numbers(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int compare_positions(const diag *a, const diag *b)
{
    int order = compare_numbers(a->error.span.source->order, b->error.span.source->order);
    return order != 0 ? order : compare_numbers(a->error.span.start, b->error.span.start);
}

static int compare_items(const void *left, const void *right)
{
    const diag *a = *(diag *const *)left;
    const diag *b = *(diag *const *)right;
    int order = compare_positions(a, b);
    return order != 0 ? order : compare_numbers(a->sequence, b->sequence);
}

void diag_sort(diag_list *list)
{
    if (list->count < 2)
        return;
    qsort(list->items, list->count, sizeof *list->items, compare_items);
    size_t kept = 1;
    for (size_t i = 1; i < list->count; i++) {
        const diag *before = list->items[kept - 1];
        if (compare_positions(before, list->items[i]) != 0 ||
            !sdn_str_equal(before->error.text, list->items[i]->error.text))
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}
