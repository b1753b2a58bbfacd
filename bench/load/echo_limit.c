// The least an echo server can do: one thread, epoll, read, write. The limit to compare with.
#define _GNU_SOURCE
#include "load.h"

static char buffer[1 << 16];

// What the kernel does not take at once waits for it: the echo server of a closed loop has nothing
// better to do, since no client sends more before it has its echo.
static int write_all(int socket, ssize_t length) {
  for (ssize_t written = 0; written < length;) {
    ssize_t count = write(socket, buffer + written, (size_t)(length - written));
    if (count < 0 && errno != EAGAIN && errno != EINTR) return -1;
    if (count > 0) written += count;
  }
  return 0;
}

int main(int argc, char **argv) {
  begin(argc, argv, 1, 1,
        "echo_limit PORT\n"
        "Echoes bytes on 127.0.0.1:PORT from one thread, until it is killed.");
  int listener = listen_on(port_number(argv[1]));
  int epoll = new_epoll();
  watch(epoll, listener, EPOLLIN, (uint32_t)listener);
  struct epoll_event events[256];
  for (;;) {
    int ready = wait_for_events(epoll, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      int socket = (int)events[i].data.u32;
      if (socket == listener) {
        int accepted = accept_from(listener);
        if (accepted >= 0) watch(epoll, accepted, EPOLLIN, (uint32_t)accepted);
        continue;
      }
      ssize_t count = read(socket, buffer, sizeof buffer);
      if (count < 0 && (errno == EAGAIN || errno == EINTR)) continue;
      if (count <= 0 || write_all(socket, count) != 0) close(socket);
    }
  }
}
