// Subscribers to a stream of a fixed rate, on one thread: how much of it each gets, and how long
// after it was due.
#define _GNU_SOURCE
#include "histogram.h"
#include "load.h"
#include "stamp.h"

struct subscriber {
  int socket;
  long in_message;  // bytes of the current message that are here
  int64_t next;     // the number that should come next; -1 before the first message
  long received;    // whole messages while measuring
  char stamp[STAMP_SIZE];
};

static char buffer[1 << 18];
static long size;
static int started, measuring;
static long missed;
static struct histogram latencies;

static void finish_message(struct subscriber *subscriber, long number, int64_t time) {
  int64_t due = read_digits(subscriber->stamp, STAMP_TIME_DIGITS);
  int64_t sequence = read_digits(subscriber->stamp + STAMP_NUMBER_AT, STAMP_NUMBER_DIGITS);
  if (due < 0 || sequence < 0)
    fail("subscriber %ld: a message must start with %d digits, a space and %d digits, not \"%.*s\"", number,
         STAMP_TIME_DIGITS, STAMP_NUMBER_DIGITS, STAMP_SIZE, subscriber->stamp);
  if (subscriber->next >= 0 && sequence < subscriber->next)
    fail("subscriber %ld: message %ld came where %ld was next", number, (long)sequence, (long)subscriber->next);
  if (measuring) {
    if (subscriber->next >= 0) missed += sequence - subscriber->next;
    subscriber->received++;
    histogram_add(&latencies, time - due);
  }
  subscriber->next = sequence + 1;
  started = 1;
}

static void take(struct subscriber *subscriber, long number, long count, int64_t time) {
  for (const char *at = buffer, *end = buffer + count; at < end;) {
    if (subscriber->in_message < STAMP_SIZE) {
      long part = STAMP_SIZE - subscriber->in_message;
      if (part > end - at) part = end - at;
      memcpy(subscriber->stamp + subscriber->in_message, at, (size_t)part);
      subscriber->in_message += part;
      at += part;
      continue;
    }
    long rest = size - subscriber->in_message;
    if (rest > end - at) {
      subscriber->in_message += end - at;
      return;
    }
    if (at[rest - 1] != '\n') fail("subscriber %ld: no LF at the end of a message of %ld bytes", number, size);
    at += rest;
    subscriber->in_message = 0;
    finish_message(subscriber, number, time);
  }
}

// Events come once for what has arrived, so a full buffer means to read on.
static void receive(struct subscriber *subscriber, long number) {
  ssize_t count;
  do {
    count = read(subscriber->socket, buffer, sizeof buffer);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) fail_connection(number, "read from", count);
    take(subscriber, number, count, now());
  } while (count == sizeof buffer);
}

static void run_until(int epoll, struct subscriber *subscribers, int64_t end) {
  struct epoll_event events[512];
  while (now() < end) {
    int ready = wait_for_events(epoll, events, 512, 100);
    for (int i = 0; i < ready; i++) receive(&subscribers[events[i].data.u32], events[i].data.u32);
  }
}

static void await_start(int epoll, struct subscriber *subscribers, long count) {
  for (int64_t limit = now() + START_PATIENCE; !started;) {
    run_until(epoll, subscribers, now() + START_POLL);
    if (now() > limit) fail("no message within 30 s; does the server wait for more than %ld subscribers?", count);
  }
}

int main(int argc, char **argv) {
  begin(argc, argv, 5, 6,
        "rate_read PORT SUBSCRIBERS SECONDS SIZE RATE [WARMUP]\n"
        "Connects SUBSCRIBERS to the server on 127.0.0.1:PORT, which sends each of them RATE messages a second of\n"
        "SIZE bytes, stamped with the nanosecond of the monotonic clock (System.nanoTime) when each was due;\n"
        "WARMUP seconds (default: half of SECONDS) after the first of them counts for SECONDS. Delivered is the share of\n"
        "RATE x SUBSCRIBERS x SECONDS; missed counts messages left out of a subscriber's sequence.");
  int port = port_number(argv[1]);
  long count = whole_number(argv[2], "SUBSCRIBERS", 1, 100000);
  int64_t duration = seconds(argv[3], "SECONDS");
  size = whole_number(argv[4], "SIZE", STAMP_LEAST_SIZE, 1 << 20);
  long rate = whole_number(argv[5], "RATE", 1, 1000000);
  int64_t warm_up = argc > 6 ? seconds(argv[6], "WARMUP") : duration / 2;

  need_descriptors(count);
  int epoll = new_epoll();
  struct subscriber *subscribers = zeroed((size_t)count, sizeof *subscribers);
  for (long i = 0; i < count; i++) {
    subscribers[i].socket = connect_to(port);
    subscribers[i].next = -1;
    make_nonblocking(subscribers[i].socket);
    watch(epoll, subscribers[i].socket, EPOLLIN | EPOLLET, (uint32_t)i);
  }
  printf("connected connections=%ld\n", count);

  await_start(epoll, subscribers, count);
  run_until(epoll, subscribers, now() + warm_up);
  printf("measuring\n");
  measuring = 1;
  int64_t start = now();
  run_until(epoll, subscribers, start + duration);
  double elapsed = (double)(now() - start) / NANOS;

  long least = INT64_MAX, total = 0;
  for (long i = 0; i < count; i++) {
    total += subscribers[i].received;
    if (subscribers[i].received < least) least = subscribers[i].received;
  }
  double due = (double)rate * elapsed;
  printf("result messages=%ld messages_per_second=%.0f delivered=%.7f slowest_delivered=%.7f missed=%ld p50_us=%.1f"
         " p99_us=%.1f p999_us=%.1f worst_us=%.1f seconds=%.3f\n",
         total, (double)total / elapsed, (double)total / (due * (double)count), (double)least / due, missed,
         histogram_micros(&latencies, .5), histogram_micros(&latencies, .99), histogram_micros(&latencies, .999),
         (double)latencies.worst / 1e3, elapsed);
  return 0;
}
