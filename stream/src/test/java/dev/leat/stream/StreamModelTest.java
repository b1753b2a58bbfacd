package dev.leat.stream;

import dev.leat.framing.Framing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** Whatever is done with a stream, in whatever order, it behaves as a simple list would. */
class StreamModelTest {
  sealed interface Step {
    void on(StreamModel model) throws IOException;

    record Append(int length) implements Step {
      @Override
      public void on(StreamModel model) throws IOException {
        model.append(length);
      }
    }

    record AppendFrames(List<Integer> lengths, int tail) implements Step {
      @Override
      public void on(StreamModel model) throws IOException {
        model.appendFrames(lengths, tail);
      }
    }

    record Send(int which, int back, List<Integer> lengths) implements Step {
      @Override
      public void on(StreamModel model) throws IOException {
        model.send(which, back, lengths);
      }
    }

    record Reopen() implements Step {
      @Override
      public void on(StreamModel model) throws IOException {
        model.reopen();
      }
    }

    record AppendTooLong() implements Step {
      @Override
      public void on(StreamModel model) {
        model.appendTooLong();
      }
    }

    record Wait(int millis) implements Step {
      @Override
      public void on(StreamModel model) {
        model.wait(millis);
      }
    }

    record Open(int where, long pick, Slow slow, int limit) implements Step {
      @Override
      public void on(StreamModel model) throws IOException {
        model.open(where, pick, slow, limit);
      }
    }

    record Next(int which) implements Step {
      @Override
      public void on(StreamModel model) throws IOException {
        model.next(which);
      }
    }

    record Write(int which, int most) implements Step {
      @Override
      public void on(StreamModel model) throws IOException {
        model.write(which, most);
      }
    }

    record Close(int which) implements Step {
      @Override
      public void on(StreamModel model) {
        model.close(which);
      }
    }
  }

  private static Arbitrary<Integer> upTo(int most) {
    return Arbitraries.integers().between(0, most);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> length =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.integers().between(1, 120)),
            Tuple.of(1, Arbitraries.integers().between(1, 900)));
    Arbitrary<Step> append = length.map(Step.Append::new);
    Arbitrary<Step> frames =
        Combinators.combine(length.list().ofMaxSize(60), upTo(100)).as(Step.AppendFrames::new);
    Arbitrary<Step> send =
        Combinators.combine(
                upTo(3),
                Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(-1, 60)),
                length.list().ofMinSize(1).ofMaxSize(5))
            .as(Step.Send::new);
    Arbitrary<Step> wait = Arbitraries.oneOf(upTo(30), upTo(3_000)).map(Step.Wait::new);
    Arbitrary<Step> open =
        Combinators.combine(
                upTo(4),
                Arbitraries.longs().between(0, 10_000),
                Arbitraries.of(Slow.SKIP, Slow.DISCONNECT),
                Arbitraries.oneOf(Arbitraries.just(0), upTo(60)))
            .as(Step.Open::new);
    Arbitrary<Step> write =
        Combinators.combine(
                upTo(3),
                Arbitraries.oneOf(
                    Arbitraries.integers().between(1, 9), Arbitraries.integers().between(1, 1_500)))
            .as(Step.Write::new);
    return Arbitraries.frequencyOf(
            Tuple.of(8, append),
            Tuple.of(6, frames),
            Tuple.of(6, send),
            Tuple.of(1, Arbitraries.just(new Step.Reopen())),
            Tuple.of(1, Arbitraries.just(new Step.AppendTooLong())),
            Tuple.of(2, wait),
            Tuple.of(3, open),
            Tuple.of(12, upTo(3).map(Step.Next::new)),
            Tuple.of(12, write),
            Tuple.of(1, upTo(3).map(Step.Close::new)))
        .list()
        .ofMaxSize(80);
  }

  @Provide
  Arbitrary<String> framings() {
    return Arbitraries.of("lines", "u16be", "netstring", "cobs", "raw");
  }

  @Property(tries = 1_500, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void aStreamBehavesAsAList(
      @ForAll("framings") String framing, @ForAll boolean aged, @ForAll("steps") List<Step> steps)
      throws IOException {
    try (var model = new StreamModel(framing, aged, 4 << 10, false, MessageLog::new)) {
      for (Step step : steps) {
        step.on(model);
        model.check();
      }
    }
  }

  @Property(tries = 150, shrinking = ShrinkingMode.BOUNDED, edgeCases = EdgeCasesMode.NONE)
  void aStoredStreamDoesToo(
      @ForAll("framings") String framing, @ForAll boolean aged, @ForAll("steps") List<Step> steps)
      throws IOException {
    Path store = Files.createTempDirectory("leat-model");
    try (var model =
        new StreamModel(framing, aged, 8 << 10, true, (f, o, c) -> stored(store, f, o, c))) {
      for (Step step : steps) {
        step.on(model);
        model.check();
      }
    } finally {
      Stores.delete(store);
    }
  }

  private static MessageLog stored(Path store, Framing framing, LogOptions options, TestClock clock)
      throws IOException {
    var storeOptions = StoreOptions.standard().sync(Sync.NONE);
    return MessageLog.open(store, framing, options, storeOptions, clock, Disk.SYSTEM);
  }
}
