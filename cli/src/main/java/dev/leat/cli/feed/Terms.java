package dev.leat.cli.feed;

import dev.leat.cli.shell.From;
import dev.leat.cli.shell.Retention;
import dev.leat.stream.LogOptions;
import dev.leat.stream.Slow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How clients are served.
 *
 * @param from where they start
 * @param slow what happens to those who cannot keep up
 * @param slowTimeout those who take nothing for so long are disconnected; null for no limit
 * @param retention how much is kept
 * @param waitFor clients that must be here before a round begins
 * @param perClient messages that each gets
 * @param closeAfter how long a connection stays open once its client has everything
 */
record Terms(
    From from,
    Slow slow,
    @Nullable Duration slowTimeout,
    Retention retention,
    int waitFor,
    long perClient,
    Duration closeAfter) {

  /** A log for such clients. */
  LogOptions logOptions(int maxMessage) {
    return retention
        .of(LogOptions.standard())
        .slow(slow)
        .slowTimeout(slowTimeout)
        .maxMessage(maxMessage);
  }
}
