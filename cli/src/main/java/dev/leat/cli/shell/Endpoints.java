package dev.leat.cli.shell;

import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.Transport;
import dev.leat.net.UdpOptions;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** Endpoints as they stand on the command line: one word, or {@code host port}. */
public final class Endpoints {
  /** The port where an endpoint has none: {@code udp://}. */
  public static final ToIntFunction<Transport> PORTS =
      transport -> transport == Transport.UDP ? 1234 : 9999;

  private static final List<String> FILE_ENDINGS =
      List.of(".txt", ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".log", ".gz", ".zst", ".xml");

  private Endpoints() {}

  /**
   * Reads one or two words.
   *
   * @param instead what to write where the word is a file's name, up to that name: {@code leat feed
   *     --file}
   * @throws UsageError if they are no endpoint; the message says what would be right
   */
  public static Endpoint parse(List<String> words, String instead) {
    return parse(words, instead, PORTS);
  }

  /** As {@link #parse(List, String)}, with other ports where an endpoint has none. */
  public static Endpoint parse(List<String> words, String instead, ToIntFunction<Transport> ports) {
    return parse(words, instead, ports, Endpoints::checkOptions);
  }

  /**
   * As {@link #parse(List, String)}, of a word and with options of its own.
   *
   * @param check refuses those that it does not know, by an {@link IllegalArgumentException}
   */
  public static Endpoint parse(String word, String instead, Consumer<Endpoint> check) {
    return parse(List.of(word), instead, PORTS, check);
  }

  private static Endpoint parse(
      List<String> words,
      String instead,
      ToIntFunction<Transport> ports,
      Consumer<Endpoint> check) {
    String text = words.size() == 2 ? join(words.get(0), words.get(1)) : words.getFirst();
    if (text.equals("-")) {
      throw new UsageError(
          "- is no endpoint: leat feed takes standard input with --stdin, connect and send read it by themselves");
    }
    try {
      Endpoint endpoint = Endpoint.parse(text, ports);
      check.accept(endpoint);
      return endpoint;
    } catch (IllegalArgumentException e) {
      throw new UsageError(
          looksLikeFile(text)
              ? "%s is no endpoint: did you mean %s %s?".formatted(text, instead, text)
              : Reasons.of(e));
    }
  }

  /** Refuses options that no endpoint of its transport has. */
  public static void checkOptions(Endpoint endpoint) {
    if (endpoint.transport() == Transport.UDP) {
      UdpOptions.standard().of(endpoint);
    } else {
      ConnectionOptions.standard().of(endpoint);
    }
  }

  /**
   * Refuses an endpoint without connections.
   *
   * @param what needs them, and what to use instead
   */
  public static void requireConnections(Endpoint endpoint, String what) {
    if (!endpoint.transport().hasConnections()) {
      throw new UsageError("%s has datagrams and no connections: %s".formatted(endpoint, what));
    }
  }

  /** How many of these words, one or two, are the endpoint, where other words may follow. */
  public static int lengthIn(List<String> words) {
    if (words.size() < 2 || !isPort(words.get(1))) {
      return 1;
    }
    try {
      Endpoint.parse(words.getFirst());
      return 1;
    } catch (IllegalArgumentException e) {
      return 2; // a host without a port, and its port
    }
  }

  /** The habit of {@code nc}: {@code localhost 9999}. */
  private static String join(String host, String port) {
    if (!isPort(port)) {
      throw new UsageError(
          "'%s' after the endpoint %s: one endpoint is enough, or a host and a port"
              .formatted(port, host));
    }
    boolean bareIpv6 = host.indexOf(':') != host.lastIndexOf(':') && !host.startsWith("[");
    return (bareIpv6 ? "[" + host + "]" : host) + ":" + port;
  }

  /** Whether a word is nothing but a port's digits. */
  public static boolean isPort(String word) {
    return !word.isEmpty()
        && word.length() <= 5
        && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean looksLikeFile(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    if (FILE_ENDINGS.stream().anyMatch(lower::endsWith)) {
      return true;
    }
    try {
      return Files.exists(Path.of(word));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
