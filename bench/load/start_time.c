// From the start of a command until its port accepts a connection.
#define _GNU_SOURCE
#include "load.h"
#include <sys/wait.h>

#define PATIENCE (60 * NANOS)
#define POLL_NANOS 500000

static int accepts(const struct sockaddr_in *address) {
  int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) fail("cannot open a socket: %s", strerror(errno));
  int accepted = connect(probe, (const struct sockaddr *)address, sizeof *address) == 0;
  close(probe);
  return accepted;
}

static void stop(pid_t child) {
  kill(child, SIGTERM);
  for (int64_t end = now() + 10 * NANOS; now() < end; usleep(1000))
    if (waitpid(child, NULL, WNOHANG) == child) return;
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
}

int main(int argc, char **argv) {
  begin(argc, argv, 2, 4096,
        "start_time PORT COMMAND [ARGUMENT...]\n"
        "Runs the command, tries to connect to 127.0.0.1:PORT every half millisecond until that works, stops the\n"
        "command with SIGTERM, and reports how long it took.");
  int port = port_number(argv[1]);
  struct sockaddr_in address = loopback(port);
  if (accepts(&address)) fail("something listens on 127.0.0.1:%d already", port);

  int64_t start = now();
  pid_t child = fork();
  if (child < 0) fail("cannot fork: %s", strerror(errno));
  if (child == 0) {
    int nothing = open("/dev/null", O_RDONLY); // standard input is not what is to be served
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0) fail("cannot open /dev/null: %s", strerror(errno));
    execvp(argv[2], argv + 2);
    fprintf(stderr, "start_time: cannot run %s: %s\n", argv[2], strerror(errno));
    _exit(127);
  }
  int64_t accepted_at = 0;
  while (accepted_at == 0) {
    struct timespec pause = {.tv_nsec = POLL_NANOS};
    nanosleep(&pause, NULL);
    int status;
    if (waitpid(child, &status, WNOHANG) == child)
      fail("%s ended before it listened on 127.0.0.1:%d", argv[2], port);
    if (accepts(&address)) accepted_at = now();
    else if (now() - start > PATIENCE) {
      stop(child);
      fail("%s does not listen on 127.0.0.1:%d within 60 s", argv[2], port);
    }
  }
  stop(child);
  printf("result start_ms=%.1f\n", (double)(accepted_at - start) / 1e6);
  return 0;
}
