/*
 * The lock of runtime/src/file/lock*.c: processes that acquire and release it without end and may be killed before
 * any system call. Each atomic step is one system call, or several of which the others cannot see but the last.
 * Names are those of the functions in lock.c, lock_file.c, lock_name.c, lock_owner.c and sweep.c that make the call.
 *
 * Modelled: what the lock's name means; which inode numbers are open and named, a number being used again as soon as
 * it is neither; flocks, which go with their descriptor, at the latest when the kernel closes it after a kill.
 * Left out: the text (the mark decides, and all processes are of one start of one machine), foreign programs, forks,
 * waiting (a process that would wait just looks again, at any later time) and the time limit (it may give up whenever
 * it would wait).
 *
 * Configuration, by -D:
 *   N, KILLS      how many processes, how many kills
 *   RENAME        the file is published by rename_new_at from a temporary name, not by link_fd; leftover names are swept
 *   ANY_NUMBER    a new file may get any free inode number, not only the lowest
 *   ROUNDS        each process ends after that many acquisitions, or when it is killed; none times out: for `served`
 * Mutants, each of which must be noticed:
 *   PUBLISH_FIRST publish, then take the flock
 *   NO_RECHECK    take an unlocked file for dead without asking whether the name still means it
 *   CLOSE_FIRST   release: close, then unlink
 *   DROP_FIRST    a dead lock: drop the flock, then unlink
 *   REPLACE       publish by a rename that replaces (with RENAME)
 */
#ifndef N
#define N 2
#endif
#ifndef KILLS
#define KILLS 2
#endif

#ifdef RENAME
#define TEMPS (N + KILLS) /* one per process, and what the killed leave */
#else
#define TEMPS 0
#endif
#define NUMBERS (2 * N + 1 + 2 * TEMPS) /* enough for all that can be open or named at once */

byte name;                  /* the inode number that the lock's name means; 0: there is no such name */
byte opens[NUMBERS + 1];    /* of an inode: how many descriptors */
bool linked[NUMBERS + 1];   /*              whether it has a name */
byte locked[NUMBERS + 1];   /*              who has its flock, + N if by a descriptor for sweeping; 0: nobody */
byte holder;                /* who may write the data now, as far as it knows; 0: nobody */
byte kills;
bool killed[N + 1];         /* until a new process takes its place */
byte served_processes;

#ifdef RENAME
byte temp[TEMPS + 1]; /* the inode numbers that temporary names mean, or 0 */
#endif

#define is_free(number) (opens[number] == 0 && !linked[number])

/* open_at or open_unnamed of a new file */
inline new_file(number)
{
    number = 1;
    do
    :: is_free(number) -> break
    :: !is_free(number) -> number++
#ifdef ANY_NUMBER
    :: number < NUMBERS && is_free(number) && is_free(number + 1) -> number++
#endif
    od;
    assert(number <= NUMBERS && locked[number] == 0);
    opens[number] = 1
}

/* A flock goes with the descriptor it was taken through. */
inline close_as(number, owner)
{
    atomic {
        if
        :: locked[number] == owner -> locked[number] = 0
        :: else
        fi;
        opens[number]--;
        number = 0
    }
}

/* `file` or `probe`, which are never the same file */
inline close_file(number)
{
    close_as(number, me)
}

inline unlink_name()
{
    if
    :: name != 0 -> linked[name] = false; name = 0
    :: else
    fi
}

#ifdef RENAME
/* Of a lock's temporary names at most one is looked at, of any age: who made it may have been stopped for long. A
 * name is random, so it still is that file's, or nobody's. */
inline sweep()
{
    if
    :: skip
    :: atomic { temp[1] != 0 -> swept = 1; other = temp[1]; opens[other]++ }
    :: atomic { temp[2] != 0 -> swept = 2; other = temp[2]; opens[other]++ }
#if TEMPS > 2
    :: atomic { temp[3] != 0 -> swept = 3; other = temp[3]; opens[other]++ }
#endif
#if TEMPS > 3
    :: atomic { temp[4] != 0 -> swept = 4; other = temp[4]; opens[other]++ }
#endif
    fi;
    if /* sweep_temp; the file may be `file` too, by its own temporary name */
    :: other == 0
    :: other != 0 && locked[other] != 0 -> close_as(other, me + N)
    :: atomic { other != 0 && locked[other] == 0 -> locked[other] = me + N };
        atomic {
            if
            :: temp[swept] == other -> temp[swept] = 0; linked[other] = false
            :: else
            fi;
            swept = 0
        };
        close_as(other, me + N)
    fi
}
#endif

/* The process that gives the lock its name holds it. */
inline publish_now()
{
    name = file;
    linked[file] = true;
    assert(holder == 0);
    holder = me
}

active [N] proctype process()
{
    byte me = _pid + 1;
    byte file, probe;
    bool is_ours;
#ifdef RENAME
    byte mine; /* the slot of our temporary name; 0: none */
    byte swept, other;
#endif
#ifdef ROUNDS
    byte rounds;
#endif

sdn__lock_file_prepare:
    {
#ifdef RENAME
        atomic { /* open_temp */
            mine = 1;
            do
            :: temp[mine] != 0 -> mine++
            :: temp[mine] == 0 -> break
            od;
            new_file(file);
            linked[file] = true;
            temp[mine] = file
        }
lock_patiently:
        if
        :: atomic { locked[file] == 0 -> locked[file] = me }
        :: locked[file] != 0 -> /* who sweeps has it */
            if
            :: goto lock_patiently
#ifndef ROUNDS
            :: goto free_handle
#endif
            fi
        fi;
#else
        atomic { /* open_unnamed; nobody else can see the file, so it is locked in the same step */
            new_file(file);
#ifndef PUBLISH_FIRST
            locked[file] = me
#endif
        }
#endif

publish_candidate:
        if
#ifdef RENAME
        :: atomic { temp[mine] == file && name == 0 -> /* rename_new_at */
            temp[mine] = 0;
            mine = 0;
            publish_now();
            goto held
        }
#ifdef REPLACE
        :: atomic { temp[mine] == file && name != 0 ->
            temp[mine] = 0;
            mine = 0;
            linked[name] = false;
            publish_now();
            goto held
        }
#else
        :: temp[mine] == file && name != 0 /* -EEXIST */
#endif
        :: temp[mine] != file -> /* -ENOENT: swept; start_over */
            mine = 0;
            close_file(file);
            goto sdn__lock_file_prepare
#else
        :: atomic { name == 0 -> publish_now(); goto held } /* link_fd */
        :: name != 0                                        /* -EEXIST */
#endif
        fi;

        /* sdn__lock_inspect_owner */
        if
        :: name == 0 -> goto publish_candidate
        :: atomic { name != 0 -> probe = name; opens[probe]++ } /* open_probe */
        fi;
        if
        :: atomic { locked[probe] == 0 -> locked[probe] = me } /* try_lock_probe */
        :: locked[probe] != 0 ->                               /* inspect_locked */
            close_file(probe);
            if
            :: goto publish_candidate
#ifndef ROUNDS
            :: goto free_handle /* the time is over */
#endif
            fi
        fi;

        /* inspect_unlocked */
#ifndef NO_RECHECK
        if
        :: name == probe
        :: name != probe -> close_file(probe); goto publish_candidate
        fi;
#endif
#ifdef DROP_FIRST
        close_file(probe);
#endif
        /* remove_dead */
        assert(name == 0 || holder == 0); /* sdn__sweep: the data's temporary files are nobody's */
#ifdef RENAME
        sweep();
#endif
        atomic {
            assert(name == 0 || holder == 0); /* the lock file is nobody's */
            unlink_name()
        }
#ifndef DROP_FIRST
        close_file(probe);
#endif
        goto publish_candidate;

held:
#ifdef PUBLISH_FIRST
        atomic { locked[file] == 0 -> locked[file] = me };
#endif
#ifdef RENAME
        sweep();
#endif
        assert(holder == me && name == file); /* sdn_lock_check: the fence, which nobody of ours makes fail */

        /* The rename of the data; then sdn_lock_release: remove_name */
        atomic { assert(holder == me); is_ours = (name == file); holder = 0 };
#ifdef CLOSE_FIRST
        close_file(file);
        unlink_name();
#else
        if
        :: atomic { is_ours -> assert(name == file); unlink_name() }
        :: !is_ours
        fi;
#endif

free_handle:
#ifdef RENAME
        if /* sdn__lock_file_drop_temp */
        :: mine == 0
        :: atomic { mine != 0 ->
            if
            :: temp[mine] == file -> temp[mine] = 0; linked[file] = false
            :: else
            fi;
            mine = 0
        }
        fi;
#endif
        atomic {
            is_ours = false;
            if
            :: file != 0 -> close_file(file)
            :: file == 0
            fi;
#ifdef ROUNDS
            rounds++;
            if
            :: rounds == ROUNDS -> goto finished
            :: rounds < ROUNDS
            fi;
#endif
            goto sdn__lock_file_prepare
        }
    } unless { killed[me] };

    /* The kernel closes the descriptors one by one. */
    atomic {
        if
        :: holder == me -> holder = 0
        :: holder != me
        fi
    };
    do
    :: file != 0 -> close_file(file)
    :: probe != 0 -> close_file(probe)
#ifdef RENAME
    :: other != 0 -> close_as(other, me + N)
    :: file == 0 && probe == 0 && other == 0 -> break
#else
    :: file == 0 && probe == 0 -> break
#endif
    od;
#ifdef ROUNDS
finished:
    served_processes++
#else
    atomic { /* a new process takes its place */
        is_ours = false;
#ifdef RENAME
        mine = 0;
        swept = 0;
#endif
        killed[me] = false
    };
    goto sdn__lock_file_prepare
#endif
}

#if KILLS > 0
active proctype killer()
{
    do
    :: atomic { kills < KILLS && !killed[1] -> killed[1] = true; kills++ }
    :: atomic { kills < KILLS && !killed[2] -> killed[2] = true; kills++ }
#if N > 2
    :: atomic { kills < KILLS && !killed[3] -> killed[3] = true; kills++ }
#endif
    :: kills == KILLS -> break
#ifdef ROUNDS
    :: break
#endif
    od
}
#endif

#ifdef ROUNDS
/* A process that waits gets the lock in the end, if none is stopped for good and none keeps coming back. */
ltl served { <>(served_processes == N) }
#endif
