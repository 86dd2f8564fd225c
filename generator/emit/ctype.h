/*
 * C types: one table row for each type of the schema language, with templates and a printer of values, so that no
 * emitter asks for the type of a field. A new type is a new row.
 *
 * The templates use these names: $member$ the struct member, $enum$ the C type of the field's enum, $other$ its
 * OTHER_ constant, $position$ the constant of the field's position, $record$ and $row$ the parameters of parse and
 * write, $by$ a value to look up by.
 */
#ifndef SDNC_EMIT_CTYPE_H
#define SDNC_EMIT_CTYPE_H

#include "emit/cprinter.h"
#include "model/model.h"

typedef struct ctype {
    const char *member;    /* the member's declaration, without ';' */
    const char *text;      /* the same for the member with the word of an open enum; NULL for other types */
    const char *constant;  /* the sdn_type of one element */
    const char *read;      /* the call that reads a cell */
    const char *write;     /* the call that writes one */
    const char *parameter; /* a parameter to look up by; NULL: keys and indexes cannot have this type */
    const char *lookup;    /* the sdn_value made from it */
    const char *next_key;  /* the value of a key that asks for the next number; NULL: none does */
    const char *items;     /* lists: the type of an element */
    const char *list;      /* lists: their type; NULL: those of text */
    bool by_reference;     /* the value to look up by must outlive the cursor */
    sdn_str (*literal)(cprinter *p, const model_type *type, model_value value); /* an initializer with one element */
    sdn_str (*remark)(cprinter *p, model_value value); /* what the literal means; NULL: that is clear */
} ctype;

/* NULL if no such C type exists, as for a list of lists or of an open enum. */
const ctype *ctype_of(const model_type *type);

/* An initializer with a field's default, and a comment for it ("" if it needs none). */
sdn_str ctype_initial(cprinter *p, const model_field *field);
sdn_str ctype_remark(cprinter *p, const model_field *field);

/* A bound of a number, as people write it, and as an initializer of an sdn_value. */
sdn_str ctype_number(cprinter *p, const model_type *type, model_value value);
sdn_str ctype_value(cprinter *p, const model_type *type, model_value value);

#endif
