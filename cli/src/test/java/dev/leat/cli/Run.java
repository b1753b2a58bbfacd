package dev.leat.cli;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.InputKind;
import dev.leat.cli.shell.Stop;
import dev.leat.cli.shell.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of the command within this process. Closing it stops the command and waits for it. */
public final class Run implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("listening on \\S+:(\\d+)");

  private final Captured out = new Captured();
  private final Captured err = new Captured();
  private final Stop stop = new Stop();
  private final PipedOutputStream typed;
  private final FutureTask<Integer> result;

  private Run(
      InputKind inKind,
      boolean terminal,
      PipedOutputStream typed,
      InputStream in,
      String... arguments) {
    this.typed = typed;
    var streams = new Streams(in, inKind, out, terminal, err, terminal);
    var console = new Console(streams, Map.of("TERM", "xterm"), stop);
    this.result = new FutureTask<>(() -> Leat.run(console, arguments));
    Thread.ofPlatform().daemon().name("leat").start(result);
  }

  /** With nothing on standard input, and people nowhere. */
  public static Run of(String... arguments) {
    return new Run(
        InputKind.NONE, false, new PipedOutputStream(), InputStream.nullInputStream(), arguments);
  }

  /** With data on standard input, through {@link #type} and {@link #endInput}. */
  public static Run piped(String... arguments) throws IOException {
    var typed = new PipedOutputStream();
    return new Run(InputKind.DATA, false, typed, pipe(typed), arguments);
  }

  /** With this on standard input. */
  public static Run piped(InputStream in, String... arguments) {
    return new Run(InputKind.DATA, false, new PipedOutputStream(), in, arguments);
  }

  /** On a terminal, where somebody types through {@link #type} and {@link #endInput}. */
  public static Run onTerminal(String... arguments) throws IOException {
    var typed = new PipedOutputStream();
    return new Run(InputKind.TERMINAL, true, typed, pipe(typed), arguments);
  }

  /** What is typed, as standard input: closing it ends a read that waits. */
  private static InputStream pipe(PipedOutputStream typed) throws IOException {
    return new PipedInputStream(typed, 1 << 16) {
      @Override
      public void close() throws IOException {
        typed.close();
      }
    };
  }

  /** Runs to the end, with nothing on standard input. */
  public static Run toTheEnd(String... arguments) throws InterruptedException {
    Run run = of(arguments);
    run.status();
    return run;
  }

  /** Standard output. */
  public Captured out() {
    return out;
  }

  /** Standard error. */
  public Captured err() {
    return err;
  }

  /** Puts this on standard input. */
  public void type(String text) throws IOException {
    typed.write(text.getBytes(StandardCharsets.UTF_8));
    typed.flush();
  }

  /** Ends standard input. */
  public void endInput() throws IOException {
    typed.close();
  }

  /** Asks the command to end, as a signal does. */
  public void stop() {
    stop.request();
  }

  /** Waits for the command to end, and answers its status. */
  public int status() throws InterruptedException {
    try {
      return result.get(60, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the command has not ended; it said:\n" + err.text(), e);
    } catch (ExecutionException e) {
      throw new AssertionError("the command threw", e.getCause());
    }
  }

  /** The port that the command listens on, once it does. */
  public int port() throws InterruptedException {
    Matcher matcher = PORT.matcher(err.await("listening on"));
    if (!matcher.find()) {
      throw new AssertionError("no port in: " + err.text());
    }
    return Integer.parseInt(matcher.group(1));
  }

  @Override
  public void close() throws IOException {
    stop.request();
    typed.close();
    try {
      status();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the command ended", e);
    }
  }
}
