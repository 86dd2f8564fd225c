/*
 * C types: what each type of the schema language becomes, as one table row of templates and a printer of values, so
 * that no emitter asks for the type of a field. A new type is a new row.
 *
 * The templates use these names: $member$ the struct member, $enum$ the C type of the field's enum, $other$ its
 * OTHER_ constant, $position$ the constant for the position of the field, $record$ and $row$ the parameters of parse and write, $by$ a value to
 * look up by.
 */
#ifndef SDNC_EMIT_CTYPE_H
#define SDNC_EMIT_CTYPE_H

#include "emit/cprinter.h"
#include "model/model.h"

typedef struct ctype {
    const char *member;    /* the member's declaration, without ';' */
    const char *text;      /* that of the member with the words of an open enum; NULL for other types */
    const char *constant;  /* the sdn_type of one element */
    const char *read;      /* the call that reads a cell */
    const char *write;     /* the call that writes one */
    const char *parameter; /* a parameter to look up by; NULL: keys and indexes cannot have this type */
    const char *lookup;    /* the sdn_value made from it */
    const char *next_key;  /* what a key asks for the next number with; NULL: it cannot */
    const char *items;     /* lists: the type of an element */
    const char *list;      /* lists: their type; NULL: those of text */
    bool by_reference;     /* what is looked up by must outlive the cursor */
    sdn_str (*literal)(cprinter *p, const model_type *type, model_value value); /* an initializer with one element */
    sdn_str (*remark)(cprinter *p, model_value value); /* what the literal means; NULL: it says it itself */
} ctype;

/* NULL if no such C type exists, as for a list of lists or of an open enum. */
const ctype *ctype_of(const model_type *type);

/* An initializer with a field's default, and a comment behind it ("" if it needs none). */
sdn_str ctype_initial(cprinter *p, const model_field *field);
sdn_str ctype_remark(cprinter *p, const model_field *field);

/* A bound of a number, as people write it, and as an initializer of an sdn_value. */
sdn_str ctype_number(cprinter *p, const model_type *type, model_value value);
sdn_str ctype_value(cprinter *p, const model_type *type, model_value value);

#endif
