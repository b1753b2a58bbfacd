// A closed loop of UDP echo clients on one thread: each client sends a datagram from a socket of its
// own, waits until it is back, compares it, and sends the next. One that is not back in time is lost.
#define _GNU_SOURCE
#include "histogram.h"
#include "load.h"

#define PATIENCE (NANOS / 5)

struct client {
  int socket;
  uint64_t number;
  int64_t sent_at;
  long rounds;
};

static char *message;
static size_t message_size;
static char buffer[1 << 16];
static struct histogram latencies;
static long lost;

static void send_next(struct client *client, long index) {
  client->number++;
  memcpy(message, &client->number, sizeof client->number);
  client->sent_at = now();
  ssize_t count = send(client->socket, message, message_size, 0);
  if (count != (ssize_t)message_size) fail_connection(index, "send to", count);
}

// Takes what has come; true when it is what was sent last, and not one that was given up.
static int receive_echo(struct client *client, long index) {
  ssize_t count = recv(client->socket, buffer, sizeof buffer, 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (count < 0) fail_connection(index, "receive from", count);
  if (count != (ssize_t)message_size) fail("client %ld got %zd bytes for the %zu it sent", index, count, message_size);
  uint64_t number;
  memcpy(&number, buffer, sizeof number);
  if (number != client->number) return 0;
  if (memcmp(buffer + sizeof number, message + sizeof number, message_size - sizeof number) != 0)
    fail("client %ld got other bytes than it sent", index);
  return 1;
}

static void send_lost_again(struct client *clients, long count) {
  int64_t before = now() - PATIENCE;
  for (long i = 0; i < count; i++) {
    if (clients[i].sent_at > before) continue;
    lost++;
    send_next(&clients[i], i);
  }
}

static long run_until(int epoll, struct client *clients, long count, int64_t end) {
  struct epoll_event events[256];
  long rounds = 0;
  int64_t look = now() + PATIENCE;
  for (int64_t time = now(); time < end; time = now()) {
    int ready = wait_for_events(epoll, events, 256, 100);
    for (int i = 0; i < ready; i++) {
      uint32_t index = events[i].data.u32;
      struct client *client = &clients[index];
      if (!receive_echo(client, index)) continue;
      histogram_add(&latencies, now() - client->sent_at);
      client->rounds++;
      rounds++;
      send_next(client, index);
    }
    if (time > look) {
      send_lost_again(clients, count);
      look = time + PATIENCE / 2;
    }
  }
  return rounds;
}

static int datagrams_to(int port) {
  int socket_ = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket_ < 0) fail("cannot open a socket: %s", strerror(errno));
  struct sockaddr_in address = loopback(port);
  if (connect(socket_, (struct sockaddr *)&address, sizeof address) != 0)
    fail("cannot connect to 127.0.0.1:%d: %s", port, strerror(errno));
  return socket_;
}

int main(int argc, char **argv) {
  begin(argc, argv, 4, 5,
        "udp_load PORT CLIENTS SECONDS SIZE [WARMUP]\n"
        "Keeps a datagram of SIZE bytes in flight from each of CLIENTS to a UDP echo server on\n"
        "127.0.0.1:PORT; after WARMUP seconds (default: half of SECONDS) measures for SECONDS.\n"
        "A datagram that is not back within 200 ms counts as lost, and the next is sent.");
  int port = port_number(argv[1]);
  long count = whole_number(argv[2], "CLIENTS", 1, 10000);
  int64_t duration = seconds(argv[3], "SECONDS");
  message_size = (size_t)whole_number(argv[4], "SIZE", 8, 65507);
  int64_t warm_up = argc > 5 ? seconds(argv[5], "WARMUP") : duration / 2;

  message = zeroed(message_size, 1);
  for (size_t i = 0; i < message_size; i++) message[i] = (char)('a' + i % 26);

  need_descriptors(count);
  int epoll = new_epoll();
  struct client *clients = zeroed((size_t)count, sizeof *clients);
  for (long i = 0; i < count; i++) {
    clients[i].socket = datagrams_to(port);
    watch(epoll, clients[i].socket, EPOLLIN, (uint32_t)i);
  }
  for (long i = 0; i < count; i++) send_next(&clients[i], i);

  run_until(epoll, clients, count, now() + warm_up);
  memset(&latencies, 0, sizeof latencies);
  lost = 0;
  for (long i = 0; i < count; i++) clients[i].rounds = 0;
  printf("measuring\n");
  int64_t start = now();
  long rounds = run_until(epoll, clients, count, start + duration);
  int64_t end = now();

  // A datagram still out is at least as slow as its age: a starved client must not go unseen.
  int64_t worst = latencies.worst;
  for (long i = 0; i < count; i++)
    if (end - clients[i].sent_at > worst) worst = end - clients[i].sent_at;
  double elapsed = (double)(end - start) / NANOS;
  printf("result messages_per_second=%.0f p50_us=%.1f p99_us=%.1f p999_us=%.1f worst_us=%.1f lost=%ld seconds=%.3f\n",
         (double)rounds / elapsed, histogram_micros(&latencies, .5), histogram_micros(&latencies, .99),
         histogram_micros(&latencies, .999), (double)worst / 1e3, lost, elapsed);
  return 0;
}
