package dev.leat.cli.pace;

import java.util.concurrent.TimeUnit;

/** The time, and waiting for it. */
interface Clock {
  /** Sleeping for less costs more than it brings. In nanoseconds. */
  long SHORTEST_SLEEP = 1_000_000;

  long nanos();

  void sleep(long nanos) throws InterruptedException;

  Clock SYSTEM =
      new Clock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(nanos);
        }
      };
}
