// What every instrument shares: arguments, the clock, sockets on 127.0.0.1, and how to fail.
//
// An instrument reports on standard output, one record a line: a word, then key=value pairs.
// `connected` and `measuring` mark phases, `result` comes last. Standard error is for people.
// Exit status: 0 measured, 1 the run failed, 2 called wrongly.
#ifndef LEAT_LOAD_H
#define LEAT_LOAD_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define NANOS 1000000000LL

// How long a server may take until it has accepted all and says something.
#define START_PATIENCE (30 * NANOS)
#define START_POLL (NANOS / 100)

static const char *program_name = "";
static const char *program_usage = "";

__attribute__((noreturn, format(printf, 1, 2), unused)) static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fprintf(stderr, "%s: ", program_name);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  va_end(arguments);
  exit(1);
}

__attribute__((noreturn, format(printf, 1, 2), unused)) static void fail_usage(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fprintf(stderr, "%s: ", program_name);
  vfprintf(stderr, format, arguments);
  fprintf(stderr, "\nusage: %s\n", program_usage);
  va_end(arguments);
  exit(2);
}

// Checks the number of arguments, prints the usage for --help, and makes ready what all need:
// line-buffered reports, and writes to a closed connection that fail instead of killing us.
static inline void begin(int argc, char **argv, int least, int most, const char *usage) {
  const char *slash = strrchr(argv[0], '/');
  program_name = slash ? slash + 1 : argv[0];
  program_usage = usage;
  if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
    printf("usage: %s\n", usage);
    exit(0);
  }
  if (argc - 1 < least) fail_usage("too few arguments: %d of at least %d", argc - 1, least);
  if (argc - 1 > most) fail_usage("too many arguments: %d of at most %d", argc - 1, most);
  setvbuf(stdout, NULL, _IOLBF, 0);
  signal(SIGPIPE, SIG_IGN);
}

static inline long whole_number(const char *text, const char *name, long least, long most) {
  char *end;
  errno = 0;
  long value = strtol(text, &end, 10);
  if (end == text || *end != '\0' || errno != 0) fail_usage("%s must be a whole number, not \"%s\"", name, text);
  if (value < least || value > most)
    fail_usage("%s must be between %ld and %ld, not %ld", name, least, most, value);
  return value;
}

static inline int port_number(const char *text) { return (int)whole_number(text, "PORT", 1, 65535); }

// Seconds as a decimal number, in nanoseconds.
static inline int64_t seconds(const char *text, const char *name) {
  char *end;
  errno = 0;
  double value = strtod(text, &end);
  if (end == text || *end != '\0' || errno != 0 || !(value > 0 && value <= 86400))
    fail_usage("%s must be a number of seconds above 0 and up to a day, not \"%s\"", name, text);
  return (int64_t)(value * NANOS);
}

// The monotonic clock, the one that System.nanoTime() reads on Linux.
static inline int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * NANOS + time.tv_nsec;
}

static inline void *zeroed(size_t count, size_t size) {
  void *memory = calloc(count, size);
  if (memory == NULL) fail("out of memory: %zu bytes", count * size);
  return memory;
}

// Makes room for that many connections beside the few descriptors that every program has.
static inline void need_descriptors(long connections) {
  struct rlimit limit;
  rlim_t need = (rlim_t)connections + 32;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) fail("cannot read the limit of open files: %s", strerror(errno));
  if (limit.rlim_cur >= need) return;
  if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < need)
    fail("%ld connections need %lu open files, the limit is %lu; raise it with ulimit -Hn", connections,
         (unsigned long)need, (unsigned long)limit.rlim_max);
  limit.rlim_cur = need;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) fail("cannot raise the limit of open files: %s", strerror(errno));
}

static inline struct sockaddr_in loopback(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

static inline void make_nonblocking(int socket) {
  int flags = fcntl(socket, F_GETFL);
  if (flags < 0 || fcntl(socket, F_SETFL, flags | O_NONBLOCK) != 0)
    fail("cannot make a socket non-blocking: %s", strerror(errno));
}

static inline void set_no_delay(int socket) {
  int on = 1;
  if (setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
    fail("cannot set TCP_NODELAY: %s", strerror(errno));
}

// A blocking connection to 127.0.0.1:port, without Nagle's delay.
static inline int connect_to(int port) {
  int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0) fail("cannot open a socket: %s", strerror(errno));
  struct sockaddr_in address = loopback(port);
  if (connect(socket_, (struct sockaddr *)&address, sizeof address) != 0)
    fail("cannot connect to 127.0.0.1:%d: %s", port, strerror(errno));
  set_no_delay(socket_);
  return socket_;
}

// A non-blocking listener on 127.0.0.1:port.
static inline int listen_on(int port) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener < 0) fail("cannot open a socket: %s", strerror(errno));
  int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = loopback(port);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0)
    fail("cannot bind 127.0.0.1:%d: %s", port, strerror(errno));
  if (listen(listener, 4096) != 0) fail("cannot listen on 127.0.0.1:%d: %s", port, strerror(errno));
  fprintf(stderr, "listening on tcp://127.0.0.1:%d\n", port);
  return listener;
}

// The next connection waiting at the listener, non-blocking; -1 when none waits.
static inline int accept_from(int listener) {
  int socket_ = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (socket_ >= 0) {
    set_no_delay(socket_);
  } else if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) {
    fail("cannot accept a connection: %s", strerror(errno));
  }
  return socket_;
}

static inline int new_epoll(void) {
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) fail("cannot create an epoll instance: %s", strerror(errno));
  return epoll;
}

static inline void watch(int epoll, int descriptor, uint32_t events, uint32_t tag) {
  struct epoll_event event = {.events = events, .data.u32 = tag};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) != 0)
    fail("cannot watch descriptor %d: %s", descriptor, strerror(errno));
}

static inline int wait_for_events(int epoll, struct epoll_event *events, int most, int timeout_millis) {
  int ready = epoll_wait(epoll, events, most, timeout_millis);
  if (ready < 0 && errno != EINTR) fail("epoll_wait failed: %s", strerror(errno));
  return ready < 0 ? 0 : ready;
}

// Ends the run because of what read() or write() said about a connection.
__attribute__((noreturn)) static inline void fail_connection(long connection, const char *did, ssize_t result) {
  if (result == 0) fail("the server closed connection %ld", connection);
  fail("cannot %s connection %ld: %s", did, connection, strerror(errno));
}

#endif
