/*
 * The pieces are copied to a buffer, and written when it is full. The copy has the bytes of the file where the pieces have
 * NULs after texts; and small pieces are written together, since each write is a system call. The buffer stays in the
 * processor's cache, so that the copy costs little beside the write, which reads it from there.
 */
#include "save/save_write.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/pages.h"

/* A small file is written in more parts than needed: that takes less time than to make the pages of a larger buffer. */
enum { WRITE_SIZE = 256 * 1024, SMALL_WRITE = 32 * 1024 };

/* What is not written yet. */
typedef struct gathered {
    char *bytes;
    size_t len;
    size_t room;
} gathered;

static sdn_code write_part(sdn_atomic_file *out, gathered *part, sdn_error *err)
{
    size_t len = part->len;
    part->len = 0;
    return len > 0 ? sdn_atomic_file_write(out, part->bytes, len, err) : SDN_OK;
}

static sdn_code write_piece(sdn_atomic_file *out, gathered *part, const sdn_pieces *pieces, sdn_str piece,
                            sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t done = 0, len; done < piece.len && code == SDN_OK; done += len) {
        size_t left = piece.len - done, room = part->room - part->len;
        len = left < room ? left : room;
        sdn__pieces_copy_part(pieces, piece.ptr + done, len, part->bytes + part->len);
        part->len += len;
        if (part->len == part->room)
            code = write_part(out, part, err);
    }
    return code;
}

static sdn_code write_pieces(sdn_atomic_file *out, const sdn_pieces *pieces, sdn_error *err)
{
    sdn_code code = SDN_OK;
    size_t most = pieces->len < 4 * WRITE_SIZE ? SMALL_WRITE : WRITE_SIZE;
    size_t room = pieces->len < most ? pieces->len + 1 : most;
    gathered part = {sdn__alloc_whole(NULL, room), 0, room};
    if (part.bytes == NULL)
        return sdn__fail_memory(err);
    sdn_pieces_walk walk = sdn__pieces_start(pieces);
    for (sdn_str here; code == SDN_OK && (here = sdn__pieces_here(&walk)).ptr != NULL; sdn__pieces_next(&walk))
        code = write_piece(out, &part, pieces, here, err);
    if (code == SDN_OK)
        code = write_part(out, &part, err);
    sdn__free(part.bytes);
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
