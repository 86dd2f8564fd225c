#include "emit/emit_private.h"

#include "names/cname.h"

/* The typed store: each function calls the general one of <sdn/store.h>. */

typedef enum store_when { ALWAYS, WITH_KEY } store_when;

typedef struct store_function {
    store_when when;
    const char *comment; /* its text */
    const char *head;
    const char *body;
    const char *linked; /* of functions that hand out records: the start of its name for the linker; else NULL */
} store_function;

/* clang-format off */
static const store_function life_cycle_functions[] = {
    {ALWAYS,
     "Opens table `$table$` of a file, which need not exist. `$options$` may be NULL. Returns NULL on error.",
     "$T$_store *$T$_store_open(const char *$path$, const sdn_options *$options$, sdn_error *$err$)",
     "    return ($T$_store *)sdn_store_open(&$T$_record_type, $path$, $options$, $err$);\n",
     "$T$_store_open"},
    {ALWAYS,
     "Opens the table in an open file, which may hold others; closed with the file. Returns NULL on error.",
     "$T$_store *$T$_store_in_file(sdn_file *$file$, sdn_error *$err$)",
     "    return ($T$_store *)sdn_file_store($file$, &$T$_record_type, $err$);\n",
     "$T$_store_in_file"},
    {ALWAYS,
     "Closes a store from $T$_store_open; unsaved edits are dropped. NULL is allowed.",
     "void $T$_store_close($T$_store *$store$)",
     "    sdn_store_close((sdn_store *)$store$);\n", NULL},
    {ALWAYS,
     "Reads the file again if it changed.",
     "sdn_code $T$_store_reload($T$_store *$store$, sdn_error *$err$)",
     "    return sdn_file_reload(sdn_store_file((sdn_store *)$store$), $err$);\n", NULL},
    {ALWAYS,
     "Takes the lock, and reads the file again if it changed.",
     "sdn_code $T$_store_begin($T$_store *$store$, sdn_error *$err$)",
     "    return sdn_file_begin(sdn_store_file((sdn_store *)$store$), $err$);\n", NULL},
    {ALWAYS,
     "Saves in one step and releases the lock. Test the result with sdn_saved; edits not saved are kept.",
     "sdn_code $T$_store_commit($T$_store *$store$, sdn_error *$err$)",
     "    return sdn_file_commit(sdn_store_file((sdn_store *)$store$), $err$);\n", NULL},
    {ALWAYS,
     "Drops all unsaved edits; releases the lock if it is held. NULL is allowed.",
     "void $T$_store_rollback($T$_store *$store$)",
     "    sdn_file_rollback(sdn_store_file((sdn_store *)$store$));\n", NULL},
    {ALWAYS,
     "Saves all edits; takes the lock for it, unless begin did. Test the result with sdn_saved.",
     "sdn_code $T$_store_save($T$_store *$store$, sdn_error *$err$)",
     "    return sdn_file_save(sdn_store_file((sdn_store *)$store$), $err$);\n", NULL},
    {ALWAYS,
     "Whether there are unsaved edits; false for NULL.",
     "bool $T$_store_changed(const $T$_store *$store$)",
     "    return sdn_file_changed(sdn_store_file((const sdn_store *)$store$));\n", NULL},
};
/* clang-format on */

/* clang-format off */
static const store_function record_functions[] = {
    {WITH_KEY,
     "The record with this key, or NULL.",
     "const $T$ *$T$_store_get(const $T$_store *$store$, $parameters$)",
     "    const sdn_value $wanted$[] = {$lookups$};\n"
     "    return sdn_store_get((const sdn_store *)$store$, $wanted$);\n",
     "$T$_store_get"},
    {WITH_KEY,
     "Says in *$err$ why there is no record with this key: its row cannot be read, or there is no such row.",
     "sdn_code $T$_store_explain(const $T$_store *$store$, $parameters$, sdn_error *$err$)",
     "    const sdn_value $wanted$[] = {$lookups$};\n"
     "    return sdn_store_explain((const sdn_store *)$store$, $wanted$, $err$);\n", NULL},
    {WITH_KEY,
     "The record with this key, to be changed before any call but edit, set, append, remove, loaded, text and list. NULL on error.",
     "$T$ *$T$_store_edit($T$_store *$store$, $parameters$, sdn_error *$err$)",
     "    const sdn_value $wanted$[] = {$lookups$};\n"
     "    return sdn_store_edit((sdn_store *)$store$, $wanted$, $err$);\n",
     "$T$_store_edit"},
    {ALWAYS,
     "Adds a copy of *$values$. Returns it, to be changed as after edit; NULL on error.",
     "$T$ *$T$_store_insert($T$_store *$store$, const $T$ *$values$, sdn_error *$err$)",
     "    return sdn_store_insert((sdn_store *)$store$, $values$, $err$);\n", NULL},
    {WITH_KEY,
     "Adds a copy of *$values$, or makes the record with its key equal to it. NULL on error.",
     "$T$ *$T$_store_put($T$_store *$store$, const $T$ *$values$, sdn_error *$err$)",
     "    return sdn_store_put((sdn_store *)$store$, $values$, $err$);\n", NULL},
    {WITH_KEY,
     "Removes the record with this key.",
     "sdn_code $T$_store_delete($T$_store *$store$, $parameters$, sdn_error *$err$)",
     "    const sdn_value $wanted$[] = {$lookups$};\n"
     "    return sdn_store_delete((sdn_store *)$store$, $wanted$, $err$);\n", NULL},
    {WITH_KEY,
     "Changes the key of a record. Its row keeps its place, its comment and its cells in unknown columns.",
     "sdn_code $T$_store_rename($T$_store *$store$, $parameters$, $new_parameters$, sdn_error *$err$)",
     "    const sdn_value $wanted$[] = {$lookups$};\n"
     "    const sdn_value $renamed$[] = {$new_lookups$};\n"
     "    return sdn_store_rename((sdn_store *)$store$, $wanted$, $renamed$, $err$);\n", NULL},
    {ALWAYS,
     "The number of records; rows that could not be read do not count.",
     "size_t $T$_store_count(const $T$_store *$store$)",
     "    return sdn_store_count((const sdn_store *)$store$);\n", NULL},
    {ALWAYS,
     "All records, in $order$ order.",
     "$T$_cursor $T$_store_all(const $T$_store *$store$)",
     "    return ($T$_cursor){sdn_store_all((const sdn_store *)$store$)};\n", NULL},
    {WITH_KEY,
     "All records in the order of their rows in the file, new ones last.",
     "$T$_cursor $T$_store_in_file_order(const $T$_store *$store$)",
     "    return ($T$_cursor){sdn_store_in_file_order((const sdn_store *)$store$)};\n", NULL},
};
/* clang-format on */

static const store_function by_index = {
    ALWAYS,
    "$about$The records with this $fields$, in $order$ order.$lifetime$",
    "$T$_cursor $T$_store_by_$index_name$(const $T$_store *$store$, $parameters$)",
    "    const sdn_value $wanted$[] = {$lookups$};\n"
    "    return ($T$_cursor){sdn_store_by((const sdn_store *)$store$, $index$, $wanted$)};\n",
    NULL,
};

static const store_function by_unique_index = {
    ALWAYS,
    "$about$The record with this $fields$, or NULL.",
    "const $T$ *$T$_store_by_$index_name$(const $T$_store *$store$, $parameters$)",
    "    const sdn_value $wanted$[] = {$lookups$};\n"
    "    return sdn_store_find((const sdn_store *)$store$, $index$, $wanted$);\n",
    NULL,
};

/* clang-format off */
static const store_function query_functions[] = {
    {ALWAYS,
     "The next record, or NULL at the end.",
     "const $T$ *$T$_cursor_next($T$_cursor *$cursor$)",
     "    return sdn_cursor_next(&$cursor$->base);\n",
     "$T$_cursor_next"},
    {ALWAYS,
     "The same walk from its other end, begun anew: its first record is the last one of `$cursor$`.",
     "$T$_cursor $T$_cursor_reverse($T$_cursor $cursor$)",
     "    return ($T$_cursor){sdn_cursor_reverse($cursor$.base)};\n", NULL},
    {ALWAYS,
     "Removes the record that the cursor returned last; the walk continues.",
     "sdn_code $T$_cursor_delete(const $T$_cursor *$cursor$, $T$_store *$store$, sdn_error *$err$)",
     "    return sdn_cursor_delete(&$cursor$->base, (sdn_store *)$store$, $err$);\n", NULL},
    {ALWAYS,
     "What could not be read, in line order. *$list$ belongs to the store. Returns the number of problems.",
     "size_t $T$_store_problems(const $T$_store *$store$, const sdn_problem **$list$)",
     "    return sdn_store_problems((const sdn_store *)$store$, $list$);\n", NULL},
    {ALWAYS,
     "The conflicts of the last begin, reload, save or commit. *$list$ belongs to the store. Returns their number.",
     "size_t $T$_store_conflicts(const $T$_store *$store$, const sdn_conflict **$list$)",
     "    return sdn_store_conflicts((const sdn_store *)$store$, $list$);\n", NULL},
    {ALWAYS,
     "Lists the records that break a rule of the schema, in file order. *$list$ belongs to the store.",
     "sdn_code $T$_store_validate($T$_store *$store$, const sdn_problem **$list$, size_t *$count$, sdn_error *$err$)",
     "    return sdn_store_validate((sdn_store *)$store$, $list$, $count$, $err$);\n", NULL},
    {ALWAYS,
     "The record as it was loaded or last saved, while *$record$ is under edit too; NULL if it is new.",
     "const $T$ *$T$_store_loaded(const $T$_store *$store$, const $T$ *$record$)",
     "    return sdn_store_loaded((const sdn_store *)$store$, $record$);\n", NULL},
    {ALWAYS,
     "Sets a field of a record under edit from its text, which is copied into the store.",
     "sdn_code $T$_store_set($T$_store *$store$, $T$ *$record$, uint32_t $field$, const char *$text$, sdn_error *$err$)",
     "    return sdn_store_set((sdn_store *)$store$, $record$, $field$, sdn_str_from($text$), $err$);\n", NULL},
    {ALWAYS,
     "Copies a text into the store, for a record that is being edited.",
     "sdn_str $T$_store_text($T$_store *$store$, const char *$text$)",
     "    return sdn_store_text((sdn_store *)$store$, $text$);\n", NULL},
    {ALWAYS,
     "The same for a list of `$count$` texts.",
     "sdn_str_list $T$_store_list($T$_store *$store$, const char *const *$texts$, size_t $count$)",
     "    return sdn_store_list((sdn_store *)$store$, $texts$, $count$);\n", NULL},
};
/* clang-format on */

/* For each type of list element but text, whose lists are copied by $T$_store_list. */
static const store_function copy_list = {
    ALWAYS,
    "The same for a list of `$count$` elements of type $element$.",
    "$list_type$ $function$($T$_store *$store$, const $element$ *$items$, size_t $count$)",
    "    const $element$ *$copy$ = sdn_store_copy((sdn_store *)$store$, $items$, $count$, sizeof *$items$);\n"
    "    return ($list_type$){$copy$, $copy$ != NULL ? $count$ : 0};\n",
    NULL,
};

/* For each list. */
static const store_function append_text = {
    ALWAYS,
    "Adds a copy of a text to `$field_name$` of a record under edit.",
    "void $T$_store_append_$member$($T$_store *$store$, $T$ *$record$, const char *$text$)",
    "    const sdn_str $value$ = sdn_str_from($text$);\n"
    "    sdn_store_append((sdn_store *)$store$, $record$, $position$, &$value$);\n",
    NULL,
};

static const store_function remove_text = {
    ALWAYS,
    "Removes a text from `$field_name$` of a record under edit, each time that it is there.",
    "void $T$_store_remove_$member$($T$_store *$store$, $T$ *$record$, const char *$text$)",
    "    const sdn_str $value$ = sdn_str_from($text$);\n"
    "    sdn_store_remove((sdn_store *)$store$, $record$, $position$, &$value$);\n",
    NULL,
};

static const store_function append_value = {
    ALWAYS,
    "Adds a value to `$field_name$` of a record under edit.",
    "void $T$_store_append_$member$($T$_store *$store$, $T$ *$record$, $element$ $value$)",
    "    sdn_store_append((sdn_store *)$store$, $record$, $position$, &$value$);\n",
    NULL,
};

static const store_function remove_value = {
    ALWAYS,
    "Removes a value from `$field_name$` of a record under edit, each time that it is there.",
    "void $T$_store_remove_$member$($T$_store *$store$, $T$ *$record$, $element$ $value$)",
    "    sdn_store_remove((sdn_store *)$store$, $record$, $position$, &$value$);\n",
    NULL,
};

#define LENGTH(array) (sizeof(array) / sizeof(array)[0])

typedef void function_printer(emitter *e, const store_function *function);
typedef void walk_printer(emitter *e, const model_record *record, size_t index);

static void print_declaration(emitter *e, const store_function *function)
{
    emit_function_declaration(e, function->comment, function->head, function->linked);
}

static void print_definition(emitter *e, const store_function *function)
{
    emit_function_definition(e, function->head, function->body);
}

static void print_functions(emitter *e, const model_record *record, const store_function *functions, size_t count,
                            function_printer *print)
{
    for (size_t i = 0; i < count; i++)
        if (functions[i].when == ALWAYS || record->key.field_count > 0)
            print(e, &functions[i]);
}

/* What a function looks up by: $parameters$, the $lookups$ made from them. */
static void use_lookup(emitter *e, const model_record *record, const model_index *index)
{
    cprinter *p = &e->printer;
    cbuffer parameters = CBUFFER_INIT(e->arena);
    cbuffer lookups = CBUFFER_INIT(e->arena);
    for (size_t i = 0; i < index->field_count; i++) {
        const ctype *type = emit_use_field(e, record, index->fields[i]);
        cprinter_set(p, "by", cname_parameter(e->arena, e->visible, record, index, i));
        emit_add_listed(e, &parameters, type->parameter);
        emit_add_listed(e, &lookups, type->lookup);
    }
    cprinter_set(p, "parameters", cbuffer_text(&parameters));
    cprinter_set(p, "lookups", cbuffer_text(&lookups));
}

/* A doc as the first lines of a comment that says more. */
static sdn_str lines_before(emitter *e, sdn_str doc)
{
    if (doc.len == 0)
        return SDN_STR("");
    cprinter_set(&e->printer, "doc", doc);
    return cprinter_format(&e->printer, "$doc$\n");
}

static void print_by_index(emitter *e, const model_record *record, size_t position, function_printer *print)
{
    cprinter *p = &e->printer;
    const model_index *index = &record->indexes[position];
    bool text = emit_looks_up_text(record, index, index->field_count);
    use_lookup(e, record, index);
    cprinter_set(p, "index", cname_index_constant(e->arena, record, index));
    cprinter_set(p, "fields", emit_field_names(e, record, index, 0, index->field_count));
    cprinter_set(p, "index_name", cname_index(e->arena, record, index));
    cprinter_set(p, "lifetime", text ? SDN_STR(" The text must outlive the cursor.") : SDN_STR(""));
    cprinter_set(p, "about", lines_before(e, index->doc));
    print(e, index->unique ? &by_unique_index : &by_index);
}

static void print_copy_list(emitter *e, const model_record *record, size_t field, function_printer *print)
{
    cprinter *p = &e->printer;
    const ctype *type = emit_use_field(e, record, field);
    cprinter_set(p, "element", cprinter_format(p, type->items));
    cprinter_set(p, "list_type", cprinter_format(p, type->list));
    cprinter_set(p, "function", cname_list_copier(e->arena, record, &record->fields[field].type));
    print(e, &copy_list);
}

static void print_list_changers(emitter *e, const model_record *record, size_t field, function_printer *print)
{
    cprinter *p = &e->printer;
    const ctype *type = emit_use_field(e, record, field);
    bool is_text = type->list == NULL;
    cprinter_set(p, "field_name", record->fields[field].name);
    cprinter_set(p, "element", cprinter_format(p, type->items));
    print(e, is_text ? &append_text : &append_value);
    print(e, is_text ? &remove_text : &remove_value);
}

/* $new_parameters$ and $new_lookups$: the key that a record is to get. $parameters$ are the one it has. */
static void use_new_key(emitter *e, const model_record *record)
{
    cprinter *p = &e->printer;
    cbuffer parameters = CBUFFER_INIT(e->arena);
    cbuffer lookups = CBUFFER_INIT(e->arena);
    for (size_t i = 0; i < record->key.field_count; i++) {
        const ctype *type = emit_use_field(e, record, record->key.fields[i]);
        cprinter_set(p, "by", cname_worded_parameter(e->arena, e->visible, "new", record, &record->key, i));
        emit_add_listed(e, &parameters, type->parameter);
        emit_add_listed(e, &lookups, type->lookup);
    }
    cprinter_set(p, "new_parameters", cbuffer_text(&parameters));
    cprinter_set(p, "new_lookups", cbuffer_text(&lookups));
}

static void print_store(emitter *e, const model_record *record, function_printer *print, walk_printer *print_walks)
{
    print_functions(e, record, life_cycle_functions, LENGTH(life_cycle_functions), print);
    use_lookup(e, record, &record->key);
    use_new_key(e, record);
    print_functions(e, record, record_functions, LENGTH(record_functions), print);
    print_walks(e, record, record->index_count); /* over the key */
    for (size_t i = 0; i < record->index_count; i++) {
        print_by_index(e, record, i, print);
        print_walks(e, record, i);
    }
    print_functions(e, record, query_functions, LENGTH(query_functions), print);
    for (size_t i = 0; i < record->field_count; i++)
        if (cname_copies_list(record, i))
            print_copy_list(e, record, i, print);
    for (size_t i = 0; i < record->field_count; i++)
        if (record->fields[i].type.list)
            print_list_changers(e, record, i, print);
}

void emit_store_declaration(emitter *e, const model_record *record)
{
    emit_use_record(e, record);
    emit_comment(e, "The records of table `$table$`. <sdn/store.h> explains states, lifetimes and errors.");
    cprinter_emit(&e->printer, "typedef struct $T$_store $T$_store;\n"
                               "\n"
                               "/* A walk over records; owns nothing. */\n"
                               "typedef struct $T$_cursor {\n"
                               "    sdn_cursor base; /* private */\n"
                               "} $T$_cursor;\n"
                               "\n");
    print_store(e, record, print_declaration, emit_walk_declarations);
}

void emit_store_definition(emitter *e, const model_record *record)
{
    emit_use_record(e, record);
    cprinter_emit(&e->printer, "\n");
    emit_comment(e, "The typed store. A $T$_store is an sdn_store; these functions only add the types.");
    print_store(e, record, print_definition, emit_walk_definitions);
}
