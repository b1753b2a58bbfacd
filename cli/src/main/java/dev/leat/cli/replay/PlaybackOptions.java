package dev.leat.cli.replay;

import dev.leat.cli.pace.Speed;
import dev.leat.cli.shell.StreamPlace;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What of a recording is played, and how fast. */
public final class PlaybackOptions {
  @Option(
      names = "--speed",
      paramLabel = "SPEED",
      description =
          "How fast: 1x as it was recorded, 0.5x, 10x, or max: as fast as it is taken."
              + " Default: 1x.")
  private @Nullable Speed speed;

  @Option(
      names = "--from",
      paramLabel = "OFFSET|TIME",
      description = {"Begin here: " + StreamPlace.FORMS + ". Default: the oldest message."})
  private @Nullable StreamPlace from;

  @Option(
      names = "--to",
      paramLabel = "OFFSET|TIME",
      description = "End before this one. Default: at the end.")
  private @Nullable StreamPlace to;

  /** How fast. */
  public Speed speed() {
    return speed == null ? Speed.ORIGINAL : speed;
  }

  /** Which messages. */
  public Excerpt excerpt() {
    return new Excerpt(from, to);
  }

  /** The first of these options that is there; null if none is. */
  public @Nullable String given() {
    return speed != null ? "--speed" : from != null ? "--from" : to != null ? "--to" : null;
  }
}
