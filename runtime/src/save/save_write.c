/*
 * Pieces of 32 KiB and more are written directly, in parts that stay in the processor's cache; smaller ones are
 * gathered in a buffer and written together, since each write is a system call.
 */
#include "save/save_write.h"

#include "base/alloc.h"
#include "base/error.h"

#include <assert.h>
#include <string.h>

enum { PART_SIZE = 256 * 1024, DIRECT_SIZE = 32 * 1024, GATHER_SIZE = 64 * 1024 };

/* Small pieces that are not written yet. */
typedef struct gathered {
    char *bytes; /* room for GATHER_SIZE, or for the whole file if that is shorter */
    size_t len;
} gathered;

static sdn_code flush_gathered(sdn_atomic_file *out, gathered *small, sdn_error *err)
{
    size_t len = small->len;
    small->len = 0;
    return len > 0 ? sdn_atomic_file_write(out, small->bytes, len, err) : SDN_OK;
}

static sdn_code write_directly(sdn_atomic_file *out, sdn_str piece, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t done = 0; done < piece.len && code == SDN_OK; done += PART_SIZE) {
        size_t left = piece.len - done;
        code = sdn_atomic_file_write(out, piece.ptr + done, left < PART_SIZE ? left : PART_SIZE, err);
    }
    return code;
}

static sdn_code write_piece(sdn_atomic_file *out, gathered *small, sdn_str piece, sdn_error *err)
{
    sdn_code code = SDN_OK;
    if (piece.len >= DIRECT_SIZE || piece.len > GATHER_SIZE - small->len)
        code = flush_gathered(out, small, err);
    if (code == SDN_OK && piece.len >= DIRECT_SIZE)
        return write_directly(out, piece, err);
    if (code == SDN_OK) {
        assert(small->len + piece.len <= GATHER_SIZE);
        memcpy(small->bytes + small->len, piece.ptr, piece.len);
        small->len += piece.len;
    }
    return code;
}

static sdn_code write_pieces(sdn_atomic_file *out, const sdn_pieces *pieces, sdn_error *err)
{
    sdn_code code = SDN_OK;
    size_t room = pieces->len < GATHER_SIZE ? pieces->len + 1 : GATHER_SIZE;
    gathered small = {sdn__alloc(room), 0};
    if (small.bytes == NULL)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < pieces->count && code == SDN_OK; i++)
        code = write_piece(out, &small, pieces->items[i], err);
    if (code == SDN_OK)
        code = flush_gathered(out, &small, err);
    sdn__free(small.bytes);
    return code;
}

sdn_code sdn__save_write(const sdn_save_target *target, const sdn_pieces *pieces, sdn_snapshot *saved, sdn_error *err)
{
    sdn_atomic_file *out = NULL;
    sdn_code code =
        sdn__atomic_file_create_at(target->path, target->lock, target->snapshot, &target->options, &out, err);
    if (code == SDN_OK)
        code = write_pieces(out, pieces, err);
    if (code == SDN_OK)
        return sdn__atomic_file_commit_snapshot(&out, saved, err);
    sdn_atomic_file_discard(&out);
    return code;
}
