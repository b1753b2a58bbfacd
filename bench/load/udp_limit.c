// The least a UDP echo server can do: one thread, recvfrom, sendto. The limit to compare with.
#define _GNU_SOURCE
#include "load.h"

static char buffer[1 << 16];

int main(int argc, char **argv) {
  begin(argc, argv, 1, 1,
        "udp_limit PORT\n"
        "Echoes datagrams on 127.0.0.1:PORT from one thread, until it is killed.");
  int port = port_number(argv[1]);
  int server = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (server < 0) fail("cannot open a socket: %s", strerror(errno));
  struct sockaddr_in address = loopback(port);
  if (bind(server, (struct sockaddr *)&address, sizeof address) != 0)
    fail("cannot bind 127.0.0.1:%d: %s", port, strerror(errno));
  fprintf(stderr, "listening on udp://127.0.0.1:%d\n", port);
  for (;;) {
    struct sockaddr_in peer;
    socklen_t length = sizeof peer;
    ssize_t count = recvfrom(server, buffer, sizeof buffer, 0, (struct sockaddr *)&peer, &length);
    if (count < 0) fail("cannot receive: %s", strerror(errno));
    if (sendto(server, buffer, (size_t)count, 0, (struct sockaddr *)&peer, length) < 0)
      fail("cannot send: %s", strerror(errno));
  }
}
