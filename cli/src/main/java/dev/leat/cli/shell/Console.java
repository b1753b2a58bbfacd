package dev.leat.cli.shell;

import dev.leat.net.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a command reads and writes: data on standard output, everything else as lines on standard
 * error. Any thread may say something.
 */
public final class Console {
  /** So that the terminal cuts a line at its width and does not go on in the next. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final Streams streams;
  private final Map<String, String> environment;
  private final Stop stop;
  private final OutputStream out;
  private final GlobalOptions options = new GlobalOptions();

  /** Guards {@link #liveLine} and keeps lines on standard error whole. */
  private final ReentrantLock lock = new ReentrantLock();

  private String liveLine = "";

  private volatile String name = "leat";

  public Console(Streams streams, Map<String, String> environment, Stop stop) {
    this.streams = streams;
    this.environment = environment;
    this.stop = stop;
    this.out = new DataOutput("standard output", streams.out());
  }

  /** The process's own. */
  public static Console system(Stop stop) {
    return new Console(Streams.system(), System.getenv(), stop);
  }

  /** The options that every command has; set while the command line is read. */
  public GlobalOptions options() {
    return options;
  }

  /** How the command is asked to end. */
  public Stop stop() {
    return stop;
  }

  /**
   * Standard input, not buffered. A thread that closes it ends another's read. Closing the process
   * does not wait for a thread that reads it.
   */
  public InputStream in() {
    return streams.in();
  }

  /** What stands behind standard input. */
  public InputKind inKind() {
    return streams.inKind();
  }

  /**
   * Standard output, for data; not buffered. Where its reader has gone, writing throws {@link
   * OutputFailed}, which a command lets through.
   */
  public OutputStream out() {
    return out;
  }

  /** Whether standard output is a terminal, so that control characters of a peer do harm. */
  public boolean outIsTerminal() {
    return streams.outTerminal();
  }

  /** Whether standard error is a terminal, so that a live line can be shown. */
  public boolean errIsTerminal() {
    return streams.errTerminal();
  }

  /** Whether messages are to be written as JSON. */
  public boolean json() {
    return options.json;
  }

  /** Whether only errors are wanted. */
  public boolean quiet() {
    return options.quiet;
  }

  /** Whether details are wanted ({@code -v}). */
  public boolean verbose() {
    return options.verbose.length >= 1 && !options.quiet;
  }

  /** Whether stack traces are wanted ({@code -vv}). */
  public boolean traces() {
    return options.verbose.length >= 2;
  }

  /** Whether standard output gets colours. */
  public boolean outColored() {
    return colored(streams.outTerminal());
  }

  private boolean colored(boolean terminal) {
    return switch (options.color) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO ->
          terminal
              && environment.getOrDefault("NO_COLOR", "").isEmpty()
              && !environment.getOrDefault("TERM", "").equals("dumb");
    };
  }

  /** Says a line about what goes on, unless {@code -q}. */
  public void say(String line) {
    if (!quiet()) {
      write(line);
    }
  }

  /** From now on details are of the command of this name. */
  public void command(String command) {
    name = "leat." + command;
  }

  /** Says a line about details, with {@code -v}: date and time, the command, INFO, the line. */
  public void detail(String line) {
    detail("INFO", line);
  }

  /** As {@link #detail}, about what went wrong and is passed over: WARNING. */
  public void detailOfTrouble(String line) {
    detail("WARNING", line);
  }

  private void detail(String level, String line) {
    if (verbose()) {
      String time = Moment.text(LocalDateTime.now(ZoneId.systemDefault()));
      write(time + " " + name + " " + level + " " + line);
    }
  }

  /** Loaded when it is needed: formatters take long to make. */
  private static final class Moment {
    private static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    static String text(LocalDateTime time) {
      return FORMAT.format(time);
    }
  }

  /** Says a line that {@code -q} does not silence: a failure, or something lost. */
  public void error(String line) {
    write(line);
  }

  /** Writes a failure's stack trace, with {@code -vv}. */
  public void trace(Throwable failure) {
    if (traces()) {
      var text = new StringWriter();
      failure.printStackTrace(new PrintWriter(text));
      print(text.toString().lines());
    }
  }

  /**
   * Shows a line that stays the last on the terminal and is replaced by the next; empty to take it
   * away. Not where standard error is no terminal, nor with {@code -q}.
   */
  public void live(String line) {
    if (!errIsTerminal() || quiet()) {
      return;
    }
    lock.lock();
    try {
      String cut = line.isEmpty() ? "" : NO_WRAP + Printable.line(line) + WRAP;
      print(eraser() + cut);
      liveLine = cut;
    } finally {
      lock.unlock();
    }
  }

  private void write(String line) {
    print(Stream.of(line));
  }

  /** What others have a say in, a name or a path, must not do anything to the terminal. */
  private void print(Stream<String> lines) {
    String text = lines.map(line -> printable(line) + "\n").collect(Collectors.joining());
    lock.lock();
    try {
      print(eraser() + text + liveLine);
    } finally {
      lock.unlock();
    }
  }

  private static String printable(String line) {
    return Arrays.stream(line.split("\t", -1))
        .map(Printable::line)
        .collect(Collectors.joining("\t"));
  }

  /** Back to the start of the live line, and erase it. */
  private String eraser() {
    return liveLine.isEmpty() ? "" : "\r\u001b[K";
  }

  private void print(String text) {
    try {
      streams.err().write(text.getBytes(StandardCharsets.UTF_8));
      streams.err().flush();
    } catch (IOException e) {
      // Nobody reads standard error, and there is nowhere else to say so.
      liveLine = "";
    }
  }
}
