// One reader of a stream that ends: takes all of it as fast as it can.
#define _GNU_SOURCE
#include "wire.h"

#define BLOCK (1 << 20)

int main(int argc, char **argv) {
  begin(argc, argv, 2, 2,
        "read_all PORT BYTES\n"
        "Connects to 127.0.0.1:PORT and reads until the server finishes, which it must after BYTES.");
  int port = port_number(argv[1]);
  long expected = whole_number(argv[2], "BYTES", 1, 1L << 40);
  char *block = zeroed(BLOCK, 1);

  wire_begin(1);
  int64_t start = now();
  int connection = wire_connect(port);
  long bytes = 0;
  for (ssize_t count; (count = wire_read(connection, block, BLOCK)) != 0; bytes += count) {
    if (count < 0) fail_connection(0, "read from", count);
  }
  double taken = (double)(now() - start) / NANOS;
  if (bytes != expected) fail("%ld bytes came in place of %ld", bytes, expected);
  printf("result bytes=%ld seconds=%.4f bytes_per_second=%.0f\n", bytes, taken, (double)bytes / taken);
  return 0;
}
