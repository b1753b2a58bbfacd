// A closed loop of echo clients on one thread: each connection sends DEPTH messages in one write,
// waits until all have come back, compares them, and sends again.
#define _GNU_SOURCE
#include "histogram.h"
#include "load.h"
#include "wire.h"

struct client {
  int socket;
  size_t received;
  int64_t sent_at;
  long rounds;
};

static char *batch;
static size_t batch_size;
static char buffer[1 << 18];
static struct histogram latencies;

static void send_batch(struct client *client, long number) {
  client->received = 0;
  client->sent_at = now();
  ssize_t count = wire_write(client->socket, batch, batch_size);
  if (count < 0) fail_connection(number, "write to", count);
  if ((size_t)count != batch_size)
    fail("connection %ld took %zd of %zu bytes; lower SIZE or DEPTH", number, count, batch_size);
}

// Takes what has come; 1 when the whole batch is back, 0 when part of it came, -1 when nothing did.
static int receive_batch(struct client *client, long number) {
  ssize_t count = wire_read(client->socket, buffer, sizeof buffer);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return -1;
  if (count <= 0) fail_connection(number, "read from", count);
  if (client->received + (size_t)count > batch_size)
    fail("connection %ld got %zu bytes for the %zu it sent", number, client->received + (size_t)count, batch_size);
  if (memcmp(buffer, batch + client->received, (size_t)count) != 0)
    fail("connection %ld got other bytes than it sent", number);
  client->received += (size_t)count;
  return client->received == batch_size;
}

static long run_until(int epoll, struct client *clients, int64_t end) {
  struct epoll_event events[256];
  long rounds = 0;
  while (now() < end) {
    int ready = wait_for_events(epoll, events, 256, 100);
    for (int i = 0; i < ready; i++) {
      uint32_t number = events[i].data.u32;
      struct client *client = &clients[number];
      int whole;
      do whole = receive_batch(client, number);
      while (whole == 0 && wire_pending(client->socket));
      if (whole != 1) continue;
      histogram_add(&latencies, now() - client->sent_at);
      client->rounds++;
      rounds++;
      send_batch(client, number);
    }
  }
  return rounds;
}

int main(int argc, char **argv) {
  begin(argc, argv, 5, 6,
        "echo_load PORT CONNECTIONS SECONDS SIZE DEPTH [WARMUP]\n"
        "Keeps DEPTH messages of SIZE bytes (the last an LF) in flight on each of CONNECTIONS to an echo\n"
        "server on 127.0.0.1:PORT; after WARMUP seconds (default: half of SECONDS) measures for SECONDS.\n"
        "Latency is from sending a batch of DEPTH messages until the last of them is back.");
  int port = port_number(argv[1]);
  long connections = whole_number(argv[2], "CONNECTIONS", 1, 100000);
  int64_t duration = seconds(argv[3], "SECONDS");
  long size = whole_number(argv[4], "SIZE", 1, 65536);
  long depth = whole_number(argv[5], "DEPTH", 1, 65536);
  int64_t warm_up = argc > 6 ? seconds(argv[6], "WARMUP") : duration / 2;
  if (size * depth > 65536) fail_usage("SIZE x DEPTH must be at most 65536, so that one write takes it");

  batch_size = (size_t)(size * depth);
  batch = zeroed(batch_size, 1);
  for (size_t i = 0; i < batch_size; i++) batch[i] = (i + 1) % (size_t)size == 0 ? '\n' : (char)('a' + i % 26);

  need_descriptors(connections);
  wire_begin(connections);
  int epoll = new_epoll();
  struct client *clients = zeroed((size_t)connections, sizeof *clients);
  for (long i = 0; i < connections; i++) {
    clients[i].socket = wire_connect(port);
    make_nonblocking(clients[i].socket);
    watch(epoll, clients[i].socket, EPOLLIN, (uint32_t)i);
  }
  printf("connected connections=%ld\n", connections);
  for (long i = 0; i < connections; i++) send_batch(&clients[i], i);

  run_until(epoll, clients, now() + warm_up);
  memset(&latencies, 0, sizeof latencies);
  for (long i = 0; i < connections; i++) clients[i].rounds = 0;
  printf("measuring\n");
  int64_t start = now();
  long rounds = run_until(epoll, clients, start + duration);
  int64_t end = now();

  // A batch still out is at least as slow as its age: a starved connection must not go unseen.
  long fewest = rounds, most = 0;
  int64_t worst = latencies.worst;
  for (long i = 0; i < connections; i++) {
    if (clients[i].rounds < fewest) fewest = clients[i].rounds;
    if (clients[i].rounds > most) most = clients[i].rounds;
    if (end - clients[i].sent_at > worst) worst = end - clients[i].sent_at;
  }
  double elapsed = (double)(end - start) / NANOS;
  printf("result messages_per_second=%.0f p50_us=%.1f p99_us=%.1f p999_us=%.1f worst_us=%.1f"
         " slowest_per_second=%.0f fastest_per_second=%.0f seconds=%.3f\n",
         (double)(rounds * depth) / elapsed, histogram_micros(&latencies, .5), histogram_micros(&latencies, .99),
         histogram_micros(&latencies, .999), (double)worst / 1e3, (double)(fewest * depth) / elapsed,
         (double)(most * depth) / elapsed, elapsed);
  return 0;
}
