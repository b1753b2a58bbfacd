package dev.leat.cli.relay;

import java.time.Duration;

/**
 * How long a relay waits for somebody who may have gone without a word.
 *
 * @param silence the longest that one may be silent: a sender of datagrams who says nothing, one
 *     that has finished and to whom nothing is sent any more, one that has been told that nothing
 *     more comes
 * @param most how long one that has been told so is waited for in all, however much it says
 */
public record Patience(Duration silence, Duration most) {
  private static final Patience STANDARD =
      new Patience(Duration.ofMinutes(1), Duration.ofMinutes(10));

  /** A minute of silence, ten minutes in all. */
  public static Patience standard() {
    return STANDARD;
  }

  /** The same with another longest silence, if this is one; 0 leaves it as it is. */
  public Patience silence(Duration longest) {
    return longest.isZero() ? this : new Patience(longest, most);
  }
}
