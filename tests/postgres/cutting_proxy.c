#define _POSIX_C_SOURCE 200809L

#include "cutting_proxy.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define CUT_MARK "was_cut"

static void give_up(const char *what)
{
    perror(what);
    abort();
}

static struct sockaddr_un address_in(const char *directory)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *port = getenv("PGPORT");
    snprintf(address.sun_path, sizeof address.sun_path, "%.80s/.s.PGSQL.%.8s", directory, port != NULL ? port : "5432");
    return address;
}

static int connect_to_server(void)
{
    struct sockaddr_un address = address_in(getenv("PGHOST"));
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    if (server < 0 || connect(server, (struct sockaddr *)&address, sizeof address) != 0)
        give_up("connect");
    return server;
}

static void forward(int to, const char *piece, ssize_t len)
{
    while (len > 0) {
        ssize_t sent = send(to, piece, (size_t)len, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        piece += sent;
        len -= sent;
    }
}

/* One piece of one side. False: the connection is over. */
static bool pass_piece(cutting_proxy *proxy, unsigned *step, int from, int to)
{
    char piece[1 << 16];
    ssize_t len = recv(from, piece, sizeof piece, 0);
    if (len <= 0)
        return false;
    bool cut = ++*step == proxy->cut_at;
    if (!cut || proxy->forwards)
        forward(to, piece, len);
    if (cut)
        fclose(fopen(CUT_MARK, "w"));
    return !cut;
}

/* If the client is not there any more, the server gets to know it; so it is after a cut. */
static void pass_all(cutting_proxy *proxy, unsigned *step, int client)
{
    int server = connect_to_server();
    for (bool open = true; open;) {
        struct pollfd both[] = {{.fd = client, .events = POLLIN}, {.fd = server, .events = POLLIN}};
        if (poll(both, 2, -1) < 0)
            give_up("poll");
        if (both[0].revents != 0)
            open = pass_piece(proxy, step, client, server);
        else
            open = pass_piece(proxy, step, server, client);
    }
    close(client);
    close(server);
}

static int run_proxy(child *parent, void *context)
{
    cutting_proxy *proxy = context;
    struct sockaddr_un address = address_in(".");
    unsigned step = 0;
    int listening = socket(AF_UNIX, SOCK_STREAM, 0);
    unlink(address.sun_path);
    if (listening < 0 || bind(listening, (struct sockaddr *)&address, sizeof address) != 0 || listen(listening, 8) != 0)
        give_up("listen");
    child_say(parent);
    while (step < proxy->cut_at || proxy->stays) {
        int client = accept(listening, NULL, NULL);
        if (client < 0)
            give_up("accept");
        pass_all(proxy, &step, client);
    }
    unlink(address.sun_path);
    return 0;
}

void proxy_start(cutting_proxy *proxy)
{
    unlink(CUT_MARK);
    proxy->process = child_start(run_proxy, proxy);
    child_hear(&proxy->process);
}

bool proxy_stop(cutting_proxy *proxy)
{
    child_kill(&proxy->process);
    return unlink(CUT_MARK) == 0;
}
