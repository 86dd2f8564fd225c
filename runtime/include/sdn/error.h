/*
 * Errors as values: a code, the location, and a complete message.
 *
 * Calling sequence: the caller owns an `sdn_error err = {0};` and passes its address, or NULL if the code alone is
 * enough. A function that fails fills it and returns the same code (or NULL); a function that succeeds does not change
 * it. Nothing in it needs to be freed. No input makes the library print, exit or abort.
 */
#ifndef SDN_ERROR_H
#define SDN_ERROR_H

#include <stdbool.h>
#include <stdint.h>

#include <sdn/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a call ended: SDN_E_... failed, SDN_W_... did what it should, with a reservation. */
typedef enum sdn_code {
    SDN_OK = 0,       /* done */
    SDN_E_NOMEM,      /* memory ran out; nothing changed */
    SDN_E_IO,         /* a system call failed; see os_error */
    SDN_E_TIMEOUT,    /* another holder, named in the message, had the lock for the whole timeout; or another program
                        * kept the file open for writing */
    SDN_E_LOCK,       /* the lock file cannot be used: not a regular file, not permitted, or held by this thread */
    SDN_E_LOCK_LOST,  /* the lock file was removed or replaced while held; nothing was written */
    SDN_E_FORKED,     /* the handle belongs to the parent process; open a new one */
    SDN_E_CONFLICT,   /* the file has changes that this save would undo; nothing was written */
    SDN_E_EXISTS,     /* a record with this key exists already */
    SDN_E_NOT_FOUND,  /* no record has this key */
    SDN_E_SYNTAX,     /* the text cannot be read */
    SDN_E_INVALID,    /* a value violates a rule of its field, or cannot be written */
    SDN_E_LIMIT,      /* a limit of the options was exceeded */
    SDN_E_CHECKSUM,   /* the file's #sdn-crc32 line does not match its content */
    SDN_E_MISUSE,     /* the call is not allowed in this state; nothing changed */
    SDN_W_NOT_DURABLE /* saved and visible to all programs, but the directory could not be flushed to disk */
} sdn_code;

/* The library is compiled with enums as wide as an int. On some small processors compilers make them narrower. */
#ifdef __cplusplus
static_assert(sizeof(sdn_code) == sizeof(int), "compile with -fno-short-enums, as the library is");
#else
_Static_assert(sizeof(sdn_code) == sizeof(int), "compile with -fno-short-enums, as the library is");
#endif

/* Room for path and message in an sdn_error, the NUL included. */
#define SDN_ERROR_PATH_SIZE    256
#define SDN_ERROR_MESSAGE_SIZE 768

/* What failed and where. All zero is no error. */
typedef struct sdn_error {
    sdn_code code;                        /* what the call returned, if it returns a code */
    int os_error;                         /* errno of the failed call, 0 if none */
    uint32_t line;                        /* 1-based; 0 if the error has no location in a file */
    uint32_t column;                      /* 1-based, in bytes; 0 as above */
    char path[SDN_ERROR_PATH_SIZE];       /* of the file concerned, as given; a long path is cut off at its start */
    char message[SDN_ERROR_MESSAGE_SIZE]; /* one line without a newline: `location: what is wrong, what to do`;
                                             control characters in names and texts are escaped: \n, \x1b;
                                             in values and keys those of ASCII are `?` */
} sdn_error;

/* What a problem is about. */
typedef enum sdn_problem_kind {
    SDN_PROBLEM_OTHER,    /* none of those below: a line outside all tables, a table that is there twice, ... */
    SDN_PROBLEM_CONFLICT, /* an unresolved git conflict */
    SDN_PROBLEM_ROW,      /* a row that is none of its table: the number of cells, a quote without end, not UTF-8 */
    SDN_PROBLEM_VALUE,    /* a cell that holds no value of its field, or is empty and must not be */
    SDN_PROBLEM_DUPLICATE_KEY, /* a row whose key occurs again further down */
    SDN_PROBLEM_COLUMN,        /* the header lacks a column, misspells it or has it twice */
    SDN_PROBLEM_RULE,          /* a record that breaks a rule, but for the next one */
    SDN_PROBLEM_REFERENCE      /* a reference to a record that is not there */
} sdn_problem_kind;

/* What is wrong in a file that can be opened nevertheless: a row, or a line outside all tables, that could not be read;
 * a header or a line that keeps rows from being read; an unresolved git conflict. It stays in the file as it is. Also a
 * record that breaks a rule. */
typedef struct sdn_problem {
    uint32_t line;         /* 1-based */
    uint32_t column;       /* 1-based, in bytes */
    const char *message;   /* what is wrong, what to do; without path, line and column */
    sdn_problem_kind kind; /* what it is about */
    uint32_t end_column;   /* just after what is wrong, if that is on one line, else after the rest of this line */
    const char *field;     /* as in the schema; the first one of a unique index or key; NULL: no certain field */
    const char *rule;      /* the one that is broken, "range", "nonempty", "references" or "unique"; NULL: none */
} sdn_problem;

/* Whether the result of a save or commit means that the changes are in the file. Besides SDN_OK this is
 * SDN_W_NOT_DURABLE, after which a power cut may still undo them. */
static inline bool sdn_saved(sdn_code code)
{
    return code == SDN_OK || code == SDN_W_NOT_DURABLE;
}

/* The name of a code as written above, such as "SDN_E_TIMEOUT"; "unknown code" for any other value. */
SDN_API const char *sdn_code_name(sdn_code code);

#ifdef __cplusplus
}
#endif

#endif
