// A newcomer to a busy echo server: connects, echoes one message, leaves; again and again.
#define _GNU_SOURCE
#include "histogram.h"
#include "load.h"
#include "wire.h"

#define PATIENCE_SECONDS 10

static struct histogram visits;

// Connects, sends the message and waits for it, each for at most PATIENCE_SECONDS; false when that was not enough.
static int visit(int port, const char *message, size_t size) {
  char reply[65536];
  int visitor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (visitor < 0) fail("cannot open a socket: %s", strerror(errno));
  struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
  setsockopt(visitor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(visitor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  set_no_delay(visitor);
  struct sockaddr_in address = loopback(port);
  if (connect(visitor, (struct sockaddr *)&address, sizeof address) != 0) {
    if (errno != EINPROGRESS && errno != ETIMEDOUT)
      fail("cannot connect to 127.0.0.1:%d: %s", port, strerror(errno));
    close(visitor);
    return 0;
  }
  if (!wire_open(visitor)) {
    wire_close(visitor);
    return 0;
  }
  if (wire_write(visitor, message, size) != (ssize_t)size) fail("cannot send %zu bytes: %s", size, strerror(errno));
  size_t received = 0;
  while (received < size) {
    ssize_t count = wire_read(visitor, reply + received, size - received);
    if (count < 0 && errno == EAGAIN) break;
    if (count <= 0) fail_connection(0, "read from", count);
    received += (size_t)count;
  }
  if (memcmp(reply, message, received) != 0) fail("got other bytes than were sent");
  wire_close(visitor);
  return received == size;
}

int main(int argc, char **argv) {
  begin(argc, argv, 3, 4,
        "newcomer PORT SECONDS SIZE [EVERY_MS]\n"
        "For SECONDS, connects to the echo server on 127.0.0.1:PORT every EVERY_MS milliseconds (default 50),\n"
        "echoes one message of SIZE bytes (the last an LF) and leaves. Reports the time from connecting until\n"
        "the echo is there; a visit without an echo within 10 s is given up and counted as lost.");
  int port = port_number(argv[1]);
  int64_t duration = seconds(argv[2], "SECONDS");
  long size = whole_number(argv[3], "SIZE", 1, 65536);
  int64_t every = (argc > 4 ? whole_number(argv[4], "EVERY_MS", 1, 60000) : 50) * (NANOS / 1000);
  char *message = zeroed((size_t)size, 1);
  memset(message, 'n', (size_t)size);
  message[size - 1] = '\n';

  wire_begin(1);
  printf("measuring\n");
  long lost = 0;
  int64_t start = now();
  for (int64_t due = start; due < start + duration; due += every) {
    struct timespec at = {.tv_sec = due / NANOS, .tv_nsec = due % NANOS};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == EINTR) continue;
    int64_t began = now();
    if (!visit(port, message, (size_t)size)) lost++;
    histogram_add(&visits, now() - began);
  }
  printf("result visits=%lu lost=%ld p50_us=%.1f worst_us=%.1f\n", (unsigned long)visits.total, lost,
         histogram_micros(&visits, .5), (double)visits.worst / 1e3);
  return 0;
}
