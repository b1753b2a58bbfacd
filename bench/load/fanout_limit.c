// The least a fan-out server can do: one thread, epoll, and a cursor for each client over one ring
// in memory, each write as large as is there. The limit to compare with.
#define _GNU_SOURCE
#include "load.h"
#include "stamp.h"
#include <sys/timerfd.h>

#define MOST_CLIENTS 20000
#define RING_BYTES (4L << 20)
#define WRITE_BYTES (256L << 10)
#define LISTENER_TAG MOST_CLIENTS
#define TIMER_TAG (MOST_CLIENTS + 1)

struct client {
  int socket;
  long position;
  int blocked;
};

static char *ring;
static long ring_size, head;
static struct client clients[MOST_CLIENTS];
static long client_count;
static int epoll;

static void admit_all(int listener, uint32_t events, long position) {
  for (int socket; (socket = accept_from(listener)) >= 0;) {
    if (client_count == MOST_CLIENTS) fail("more than %d clients", MOST_CLIENTS);
    clients[client_count] = (struct client){.socket = socket, .position = position};
    watch(epoll, socket, events, (uint32_t)client_count++);
  }
}

static void drop(struct client *client) {
  close(client->socket);
  client->socket = -1;
}

// One write of what lies ahead of the client without a break, up to `end`.
static void write_once(struct client *client, long end) {
  if (client->socket < 0) return;
  long at = client->position % ring_size, length = ring_size - at;
  if (length > WRITE_BYTES) length = WRITE_BYTES;
  if (length > end - client->position) length = end - client->position;
  ssize_t count = write(client->socket, ring + at, (size_t)length);
  if (count >= 0) {
    client->position += count;
  } else if (errno == EAGAIN) {
    client->blocked = 1;
  } else if (errno != EINTR) {
    drop(client);
  }
}

// The ring holds one and the same content for ever, and every client goes around it as fast as it reads.
static void serve_without_limit(int listener, long size) {
  for (long i = 0; i < ring_size; i++) ring[i] = (i + 1) % size == 0 ? '\n' : 'x';
  struct epoll_event events[1024];
  for (;;) {
    int ready = wait_for_events(epoll, events, 1024, -1);
    for (int i = 0; i < ready; i++) {
      uint32_t tag = events[i].data.u32;
      if (tag == LISTENER_TAG) {
        admit_all(listener, EPOLLOUT, 0);
      } else {
        write_once(&clients[tag], INT64_MAX);
      }
    }
  }
}

static int start_timer(long rate) {
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  long period = NANOS / rate;
  struct timespec tick = {.tv_sec = period / NANOS, .tv_nsec = period % NANOS};
  struct itimerspec schedule = {.it_interval = tick, .it_value = tick};
  if (timer < 0 || timerfd_settime(timer, 0, &schedule, NULL) != 0)
    fail("cannot start a timer: %s", strerror(errno));
  return timer;
}

// Puts the messages that have become due into the ring, then writes to each client what is new for it.
static void publish_due(long size, int64_t start, long rate) {
  int64_t time = now();
  for (long number; time >= start + (number = head / size) * (NANOS / rate);) {
    write_stamped(ring + head % ring_size, size, start + number * (NANOS / rate), number);
    head += size;
  }
  for (long i = 0; i < client_count; i++) {
    struct client *client = &clients[i];
    if (client->socket >= 0 && head - client->position > ring_size) {
      fprintf(stderr, "client %ld fell out of the ring\n", i);
      drop(client);
    }
    while (client->socket >= 0 && !client->blocked && client->position < head) write_once(client, head);
  }
}

static void serve_at_rate(int listener, long size, long rate) {
  int timer = start_timer(rate);
  watch(epoll, timer, EPOLLIN, TIMER_TAG);
  int64_t start = now();
  struct epoll_event events[1024];
  for (;;) {
    int ready = wait_for_events(epoll, events, 1024, -1);
    for (int i = 0; i < ready; i++) {
      uint32_t tag = events[i].data.u32;
      if (tag == LISTENER_TAG) {
        admit_all(listener, EPOLLOUT | EPOLLET, head);
      } else if (tag == TIMER_TAG) {
        uint64_t ticks;
        if (read(timer, &ticks, sizeof ticks) > 0) publish_due(size, start, rate);
      } else {
        clients[tag].blocked = 0;
      }
    }
  }
}

int main(int argc, char **argv) {
  begin(argc, argv, 2, 3,
        "fanout_limit PORT SIZE [RATE]\n"
        "Sends messages of SIZE bytes, each ended by an LF, to every client of 127.0.0.1:PORT, from one thread,\n"
        "until it is killed: without limit, or RATE messages a second, each with the time it was due.");
  int port = port_number(argv[1]);
  long size = whole_number(argv[2], "SIZE", argc > 3 ? STAMP_LEAST_SIZE : 1, WRITE_BYTES);
  long rate = argc > 3 ? whole_number(argv[3], "RATE", 1, 1000000) : 0;

  need_descriptors(MOST_CLIENTS - 100);
  ring_size = RING_BYTES / size * size;
  ring = zeroed((size_t)ring_size, 1);
  epoll = new_epoll();
  int listener = listen_on(port);
  watch(epoll, listener, EPOLLIN, LISTENER_TAG);
  if (rate > 0) {
    serve_at_rate(listener, size, rate);
  } else {
    serve_without_limit(listener, size);
  }
}
