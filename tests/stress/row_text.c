#include "row_text.h"

#include "cell.h"

#include <stdlib.h>
#include <string.h>

void row_text_print(FILE *to, const char *name, uint32_t number)
{
    char row[512];
    cell_value value;
    cell_make(&value, name, number);
    fwrite(row, 1, cell_print_row(&value.cell, row, sizeof row), to);
}

bool row_text_is(const char *row, const char *name, uint32_t *number)
{
    row += strspn(row, " ");
    size_t len = strlen(name);
    if (len == 0 || strncmp(row, name, len) != 0 || row[len] != ',')
        return false;
    *number = (uint32_t)strtoul(row + len + 1, NULL, 10);
    return true;
}

int64_t row_text_find(const char *text, const char *name)
{
    uint32_t number;
    for (const char *row = text; *row != '\0'; row = row_text_next(row))
        if (row_text_is(row, name, &number))
            return number;
    return -1;
}

const char *row_text_next(const char *row)
{
    row += strcspn(row, "\n");
    return row + (*row == '\n');
}
