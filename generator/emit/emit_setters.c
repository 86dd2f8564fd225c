#include "emit/emit_private.h"

/* Functions that assign to a field of several members (value, has_..., ..._text), so that none of these is
 * forgotten. */

typedef struct setter {
    const char *comment;
    const char *head;
    const char *body;
} setter;

static const setter set_present = {
    "Sets `$field_name$`, which is optional.$lifetime$",
    "void $T$_set_$member$($T$ *$record$, $parameter$)",
    "    $record$->has_$member$ = true;\n"
    "    $record$->$member$ = $value$;\n",
};

static const setter clear_present = {
    "Removes `$field_name$`.",
    "void $T$_clear_$member$($T$ *$record$)",
    "    $record$->has_$member$ = false;\n"
    "    $record$->$member$ = $T$_defaults.$member$;\n",
};

static const setter set_word = {
    "Sets `$field_name$` by its word, which need not be one of the schema.$lifetime$",
    "void $T$_set_$member$_text($T$ *$record$, sdn_str $text$)",
    "$present$"
    "    $record$->$member$_text = $text$;\n"
    "    if (!$enum$_from_name($text$, &$record$->$member$))\n"
    "        $record$->$member$ = $other$;\n",
};

static void print_setter_declaration(emitter *e, const setter *function)
{
    emit_function_declaration(e, function->comment, function->head, NULL);
}

static void print_setter_definition(emitter *e, const setter *function)
{
    emit_function_definition(e, function->head, function->body);
}

typedef void setter_printer(emitter *e, const setter *function);

/* The parameter is declared as the member is. */
static void use_parameter(emitter *e, const ctype *type)
{
    cprinter *p = &e->printer;
    sdn_str member = cprinter_get(p, "member");
    cprinter_set(p, "member", cprinter_get(p, "value"));
    cprinter_set(p, "parameter", cprinter_format(p, type->member));
    cprinter_set(p, "member", member);
}

static void print_field(emitter *e, const model_record *record, size_t field, setter_printer *print)
{
    static const sdn_str text_is_borrowed = SDN_STR_INIT(" The text is not copied.");
    static const sdn_str list_is_borrowed = SDN_STR_INIT(" The elements are not copied.");
    cprinter *p = &e->printer;
    const model_type *type = &record->fields[field].type;
    const ctype *c_type = emit_use_field(e, record, field);
    sdn_str lifetime = type->list ? list_is_borrowed : c_type->by_reference ? text_is_borrowed : SDN_STR("");
    cprinter_set(p, "field_name", record->fields[field].name);
    cprinter_set(p, "lifetime", lifetime);
    use_parameter(e, c_type);
    if (type->optional) {
        print(e, &set_present);
        print(e, &clear_present);
    }
    if (c_type->text == NULL)
        return;
    cprinter_set(p, "lifetime", text_is_borrowed);
    cprinter_set(p, "present",
                 type->optional ? cprinter_format(p, "    $record$->has_$member$ = true;\n") : SDN_STR(""));
    print(e, &set_word);
}

static void print_setters(emitter *e, const model_record *record, setter_printer *print)
{
    emit_use_record(e, record);
    for (size_t i = 0; i < record->field_count; i++)
        print_field(e, record, i, print);
}

void emit_setter_declarations(emitter *e, const model_record *record)
{
    print_setters(e, record, print_setter_declaration);
}

void emit_setter_definitions(emitter *e, const model_record *record)
{
    print_setters(e, record, print_setter_definition);
}
