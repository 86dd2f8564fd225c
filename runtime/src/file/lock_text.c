/*
 * The text of a lock file.
 *
 * Six lines: process id, Unix time in microseconds (16 digits), a tag, host, boot id, program. Other programs read the
 * first two lines, so their form is fixed. The text serves three purposes: messages name the holder; the tag identifies
 * our files where the mark is not kept; host and boot id tell whether this kernel would know of the holder's flock.
 * Every text of a process has the same length, so writing it again in place leaves no rest of the old one.
 */
#include "file/lock_private.h"

#include "base/number.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char lock_text_tag[] = "sdn-lock 1";

enum { TIME_DIGITS = 16 };

/* A newline in a name would shift the lines after it. An empty name would be read as an unknown one. */
static void make_printable(char *text)
{
    for (char *at = text; *at != '\0'; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            *at = '?';
    if (text[0] == '\0')
        strcpy(text, "?");
}

static void describe_self(sdn_lock_text *self, int64_t process)
{
    memset(self, 0, sizeof *self);
    self->process = process;
    (void)sdn__sys.host_name(self->host, sizeof self->host); /* written as a question mark if unknown */
    (void)sdn__sys.boot_id(self->boot_id, sizeof self->boot_id);
    (void)sdn__sys.program_name(self->program, sizeof self->program);
    make_printable(self->host);
    make_printable(self->boot_id);
    make_printable(self->program);
}

static char *add_line(char *to, const char *line)
{
    size_t len = strlen(line);
    memcpy(to, line, len);
    to[len] = '\n';
    return to + len + 1;
}

static char *add_number_line(char *to, int64_t number, size_t least_digits)
{
    char digits[SDN_NUMBER_SIZE];
    size_t len = sdn__print_signed(number, digits);
    for (; len < least_digits; len++)
        *to++ = '0';
    return add_line(to, digits);
}

/* Six lines, the longest of which have room many times over. Returns their length. */
static size_t compose_text(const sdn_lock_text *self, int64_t time_us, char text[SDN_LOCK_TEXT_SIZE])
{
    char *to = add_number_line(text, self->process, 1);
    to = add_number_line(to, time_us > 0 ? time_us : 0, TIME_DIGITS);
    to = add_line(to, lock_text_tag);
    to = add_line(to, self->host);
    to = add_line(to, self->boot_id);
    to = add_line(to, self->program);
    assert(to < text + SDN_LOCK_TEXT_SIZE);
    return (size_t)(to - text);
}

static int write_whole(int fd, const char *text, size_t len)
{
    size_t done = 0;
    while (done < len) {
        int64_t wrote = sdn__sys.write_at(fd, text + done, len - done, (int64_t)done);
        if (wrote < 0)
            return (int)wrote;
        if (wrote == 0)
            return -EIO;
        done += (size_t)wrote;
    }
    return 0;
}

/* A write sets the time of the file, but a network file system may delay that. Other machines would see an old lock
 * file and break it. */
static int renew_time(const sdn_lock *lock)
{
    return lock->resolved->is_local ? 0 : sdn__sys.set_times_now(lock->file.fd);
}

int sdn__lock_text_write(sdn_lock *lock)
{
    sdn_lock_text self;
    char text[SDN_LOCK_TEXT_SIZE];
    describe_self(&self, lock->process);
    lock->refreshed_ns = sdn__sys.realtime_ns();
    size_t len = compose_text(&self, lock->refreshed_ns / 1000, text);
    int error = write_whole(lock->file.fd, text, len);
    return error != 0 ? error : renew_time(lock);
}

/* Ends the line at *rest with a NUL, moves *rest to the next line and returns the start of this one; an empty line if
 * there is none. */
static char *next_line(char **rest)
{
    char *line = *rest;
    char *end = line + strcspn(line, "\n");
    *rest = *end != '\0' ? end + 1 : end;
    *end = '\0';
    return line;
}

static void parse_text(char *rest, sdn_lock_text *text)
{
    text->process = strtoll(next_line(&rest), NULL, 10);
    (void)next_line(&rest); /* the time, which the file's own replaces */
    text->is_ours = strcmp(next_line(&rest), lock_text_tag) == 0;
    if (!text->is_ours)
        return;
    snprintf(text->host, sizeof text->host, "%s", next_line(&rest));
    snprintf(text->boot_id, sizeof text->boot_id, "%s", next_line(&rest));
    snprintf(text->program, sizeof text->program, "%s", next_line(&rest));
}

/* Reads until the end: a text that is cut off would be taken for one of another program. */
static int64_t read_whole(int fd, char *bytes, size_t size)
{
    size_t done = 0;
    int64_t got = 1;
    while (done < size && got > 0) {
        got = sdn__sys.read_at(fd, bytes + done, size - done, (int64_t)done);
        if (got < 0)
            return got;
        done += (size_t)got;
    }
    return (int64_t)done;
}

int sdn__lock_text_read(int fd, sdn_lock_text *text)
{
    char bytes[SDN_LOCK_TEXT_SIZE] = "";
    memset(text, 0, sizeof *text);
    int64_t len = read_whole(fd, bytes, sizeof bytes - 1);
    text->empty = len >= 0;
    for (int64_t i = 0; i < len; i++)
        text->empty = text->empty && bytes[i] == '\0';
    if (len < 0)
        return (int)len;
    parse_text(bytes, text);
    return 0;
}
