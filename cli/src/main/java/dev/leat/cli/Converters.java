package dev.leat.cli;

import dev.leat.cli.feed.Order;
import dev.leat.cli.pace.Rate;
import dev.leat.cli.pace.RateConverter;
import dev.leat.cli.pace.Speed;
import dev.leat.cli.pace.SpeedConverter;
import dev.leat.cli.shell.ColorChoice;
import dev.leat.cli.shell.Durations;
import dev.leat.cli.shell.FramingConverter;
import dev.leat.cli.shell.From;
import dev.leat.cli.shell.Numbers;
import dev.leat.cli.shell.StreamPlace;
import dev.leat.cli.shell.Words;
import dev.leat.cli.show.Show;
import dev.leat.framing.Framing;
import dev.leat.framing.TooLong;
import dev.leat.net.WhenFull;
import dev.leat.stream.Slow;
import dev.leat.stream.Sync;
import java.time.Duration;
import picocli.CommandLine;

/** How the words of a command line become values. */
final class Converters {
  private Converters() {}

  static void register(CommandLine line) {
    line.registerConverter(Duration.class, new Durations());
    line.registerConverter(Framing.class, new FramingConverter());
    line.registerConverter(Rate.class, new RateConverter());
    line.registerConverter(From.class, new From.Converter());
    line.registerConverter(Speed.class, new SpeedConverter());
    line.registerConverter(StreamPlace.class, new StreamPlace.Converter());
    line.registerConverter(long.class, Numbers::parse);
    line.registerConverter(Long.class, Numbers::parse);
    words(line, ColorChoice.class);
    words(line, Completion.Shell.class);
    words(line, Order.class);
    words(line, Show.class);
    words(line, Slow.class);
    words(line, Sync.class);
    words(line, TooLong.class);
    words(line, WhenFull.class);
  }

  private static <E extends Enum<E>> void words(CommandLine line, Class<E> type) {
    line.registerConverter(type, Words.of(type));
  }
}
