// Connections that do nothing: opens them, lets each echo one message if so asked, and holds them.
#define _GNU_SOURCE
#include "wire.h"

// One message there and back: a server that keeps a large buffer once something came is seen to keep it.
static void echo_once(int connection, long number, const char *message, size_t size) {
  char reply[65536];
  ssize_t sent = wire_write(connection, message, size);
  if (sent != (ssize_t)size) fail_connection(number, "write to", sent);
  for (size_t received = 0; received < size;) {
    ssize_t count = wire_read(connection, reply, size - received);
    if (count <= 0) fail_connection(number, "read from", count);
    received += (size_t)count;
  }
}

int main(int argc, char **argv) {
  begin(argc, argv, 2, 3,
        "idle_hold PORT CONNECTIONS [ECHO_SIZE]\n"
        "Opens CONNECTIONS to 127.0.0.1:PORT, lets each echo one message of ECHO_SIZE bytes if given, and holds\n"
        "them until standard input ends.");
  int port = port_number(argv[1]);
  long count = whole_number(argv[2], "CONNECTIONS", 1, 100000);
  long size = argc > 3 ? whole_number(argv[3], "ECHO_SIZE", 1, 65536) : 0;
  char *message = zeroed((size_t)size + 1, 1);
  memset(message, 'i', (size_t)size);
  if (size > 0) message[size - 1] = '\n';

  need_descriptors(count);
  wire_begin(count);
  int *connections = zeroed((size_t)count, sizeof *connections);
  for (long i = 0; i < count; i++) {
    connections[i] = wire_connect(port);
    if (size > 0) echo_once(connections[i], i, message, (size_t)size);
  }
  printf("connected connections=%ld\n", count);

  char ignored[256];
  while (read(STDIN_FILENO, ignored, sizeof ignored) > 0) continue;

  // Held to the end means that the server has neither closed nor said anything.
  for (long i = 0; i < count; i++) {
    char byte;
    ssize_t got = recv(connections[i], &byte, 1, MSG_DONTWAIT);
    if (got > 0) fail("the server sent something on connection %ld", i);
    if (got == 0 || errno != EAGAIN) fail_connection(i, "hold", got);
  }
  printf("result held=%ld\n", count);
  return 0;
}
