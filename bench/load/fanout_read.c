// Subscribers that read as fast as they can, on one thread, and count what each of them got.
#define _GNU_SOURCE
#include "load.h"
#include "wire.h"

#define SAMPLE_EVERY (20 * NANOS / 1000)

struct subscriber {
  int socket;
  long received;
  long received_before;
};

static char buffer[1 << 18];
static long size, reads;

// Every message ends with an LF: the first end inside what was read must be where its size says.
static void check_message_end(const struct subscriber *subscriber, long number, long count) {
  long first_end = size - subscriber->received % size;
  if (first_end <= count && buffer[first_end - 1] != '\n')
    fail("subscriber %ld: no LF at byte %ld; are the messages of %ld bytes?", number,
         subscriber->received + first_end - 1, size);
}

// False when nothing has come.
static int receive(struct subscriber *subscriber, long number) {
  ssize_t count = wire_read(subscriber->socket, buffer, sizeof buffer);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (count <= 0) fail_connection(number, "read from", count);
  check_message_end(subscriber, number, count);
  subscriber->received += count;
  reads++;
  return 1;
}

// The bytes between the subscriber that has got most and the one that has got least.
static long spread(const struct subscriber *subscribers, long count) {
  long least = INT64_MAX, most = 0;
  for (long i = 0; i < count; i++) {
    if (subscribers[i].received < least) least = subscribers[i].received;
    if (subscribers[i].received > most) most = subscribers[i].received;
  }
  return most - least;
}

// Reads until the time is over; says the widest spread that it saw.
static long run_until(int epoll, struct subscriber *subscribers, long count, int64_t end) {
  struct epoll_event events[512];
  long widest = 0;
  int64_t sample_at = now() + SAMPLE_EVERY;
  for (int64_t time; (time = now()) < end;) {
    int ready = wait_for_events(epoll, events, 512, 100);
    for (int i = 0; i < ready; i++) {
      struct subscriber *subscriber = &subscribers[events[i].data.u32];
      while (receive(subscriber, events[i].data.u32) && wire_pending(subscriber->socket)) {
      }
    }
    if (time < sample_at) continue;
    sample_at = time + SAMPLE_EVERY;
    long seen = spread(subscribers, count);
    if (seen > widest) widest = seen;
  }
  return widest;
}

static void await_start(int epoll, struct subscriber *subscribers, long count) {
  for (int64_t limit = now() + START_PATIENCE; reads == 0;) {
    run_until(epoll, subscribers, count, now() + START_POLL);
    if (now() > limit) fail("no message within 30 s; does the server wait for more than %ld subscribers?", count);
  }
}

int main(int argc, char **argv) {
  begin(argc, argv, 4, 5,
        "fanout_read PORT SUBSCRIBERS SECONDS SIZE [WARMUP]\n"
        "Connects SUBSCRIBERS to the fan-out server on 127.0.0.1:PORT, which sends messages of SIZE bytes; WARMUP\n"
        "seconds (default: half of SECONDS) after the first of them counts for SECONDS. Shares are of an equal part: 1 is fair.\n"
        "The spread is between the bytes of the fastest and the slowest since they connected, so it says how far\n"
        "they are apart in the stream where all of them began at the same message.");
  int port = port_number(argv[1]);
  long count = whole_number(argv[2], "SUBSCRIBERS", 1, 100000);
  int64_t duration = seconds(argv[3], "SECONDS");
  size = whole_number(argv[4], "SIZE", 1, 1 << 20);
  int64_t warm_up = argc > 5 ? seconds(argv[5], "WARMUP") : duration / 2;

  need_descriptors(count);
  wire_begin(count);
  int epoll = new_epoll();
  struct subscriber *subscribers = zeroed((size_t)count, sizeof *subscribers);
  for (long i = 0; i < count; i++) {
    subscribers[i].socket = wire_connect(port);
    make_nonblocking(subscribers[i].socket);
    watch(epoll, subscribers[i].socket, EPOLLIN, (uint32_t)i);
  }
  printf("connected connections=%ld\n", count);

  await_start(epoll, subscribers, count);
  run_until(epoll, subscribers, count, now() + warm_up);
  for (long i = 0; i < count; i++) subscribers[i].received_before = subscribers[i].received;
  reads = 0;
  printf("measuring\n");
  int64_t start = now();
  long widest = run_until(epoll, subscribers, count, start + duration);
  double elapsed = (double)(now() - start) / NANOS;

  long total = 0, least = INT64_MAX, most = 0;
  for (long i = 0; i < count; i++) {
    long got = subscribers[i].received - subscribers[i].received_before;
    total += got;
    if (got < least) least = got;
    if (got > most) most = got;
  }
  long last_spread = spread(subscribers, count);
  double fair = total > 0 ? (double)total / (double)count : 1;
  printf("result messages_per_second=%.0f megabytes_per_second=%.1f bytes_per_read=%.0f slowest_share=%.5f"
         " fastest_share=%.5f spread_bytes=%ld widest_spread_bytes=%ld seconds=%.3f\n",
         (double)total / (double)size / elapsed, (double)total / 1e6 / elapsed,
         reads > 0 ? (double)total / (double)reads : 0, (double)least / fair, (double)most / fair, last_spread,
         last_spread > widest ? last_spread : widest, elapsed);
  return 0;
}
