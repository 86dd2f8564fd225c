/*
 * random_schemas DIRECTORY [COUNT [SEED]]
 *
 * Writes COUNT schemas drawn at random (20 unless given) to DIRECTORY/1.schema, 2.schema, and so on. The same SEED (1
 * unless given) draws the same schemas. Some of them are refused by sdnc.
 */
#include <stdio.h>
#include <stdlib.h>

#include "random_schema.h"

static bool write_schema(const char *directory, size_t number, uint64_t seed)
{
    char path[4096];
    sdn_buffer text = SDN_BUFFER_INIT;
    random_state random = random_from(seed, number);
    random_schema(&random, number, NULL, 0, &text);
    snprintf(path, sizeof path, "%s/%zu.schema", directory, number);
    FILE *file = fopen(path, "w");
    bool written = file != NULL && !text.out_of_memory && fwrite(text.bytes, 1, text.len, file) == text.len;
    written = file != NULL && fclose(file) == 0 && written;
    sdn__buffer_release(&text);
    return written;
}

int main(int argc, char **argv)
{
    size_t count = argc > 2 ? strtoul(argv[2], NULL, 10) : 20;
    uint64_t seed = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;
    if (argc < 2) {
        fputs("usage: random_schemas DIRECTORY [COUNT [SEED]]\n", stderr);
        return 2;
    }
    for (size_t i = 1; i <= count; i++)
        if (!write_schema(argv[1], i, seed)) {
            perror(argv[1]);
            return 2;
        }
    return 0;
}
