// The message of the fan-out at a fixed rate: the time it was due and its number, both as decimal
// digits, then filling and an LF. Servers in Java write the same form.
//
//   0123456789012345678 012345678901 xxxxxxxxxx...\n
//   nanoseconds         number
#ifndef LEAT_STAMP_H
#define LEAT_STAMP_H

#include <stdint.h>
#include <string.h>

#define STAMP_TIME_DIGITS 19
#define STAMP_NUMBER_DIGITS 12
#define STAMP_NUMBER_AT (STAMP_TIME_DIGITS + 1)
#define STAMP_SIZE (STAMP_NUMBER_AT + STAMP_NUMBER_DIGITS)
#define STAMP_LEAST_SIZE (STAMP_SIZE + 2)

static inline void write_digits(char *to, int digits, int64_t value) {
  for (int i = digits - 1; i >= 0; i--, value /= 10) to[i] = (char)('0' + value % 10);
}

// The number that the digits say; -1 when they are no digits.
static inline int64_t read_digits(const char *from, int digits) {
  int64_t value = 0;
  for (int i = 0; i < digits; i++) {
    unsigned digit = (unsigned char)from[i] - '0';
    if (digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

static inline void write_stamped(char *message, long size, int64_t due, int64_t number) {
  memset(message, 'x', (size_t)size);
  write_digits(message, STAMP_TIME_DIGITS, due);
  message[STAMP_TIME_DIGITS] = ' ';
  write_digits(message + STAMP_NUMBER_AT, STAMP_NUMBER_DIGITS, number);
  message[STAMP_SIZE] = ' ';
  message[size - 1] = '\n';
}

#endif
