package dev.leat.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What those who are used to nc, ncat or socat want with an option of one letter. */
final class NcHabits {
  private static final Map<Character, String> MEANINGS =
      Map.ofEntries(
          Map.entry('4', "write the address: 127.0.0.1:9999"),
          Map.entry('6', "write the address: [::1]:9999"),
          Map.entry('c', "TLS is part of the endpoint: tls://host:9999"),
          Map.entry('C', "lines that end in CR LF: --framing crlf"),
          Map.entry('f', "a file: --file FILE"),
          Map.entry('i', "a pause between messages: --rate 1/s"),
          Map.entry('k', "feed, listen and serve take any number of clients"),
          Map.entry('l', "to receive: leat listen; to send to all who come: leat feed"),
          Map.entry('n', "an address is not looked up"),
          Map.entry('N', "the end of standard input ends what is sent, unless --no-shutdown"),
          Map.entry('o', "a file to write: --output FILE of leat listen, or > FILE"),
          Map.entry('p', "the port is part of the endpoint: host:9999"),
          Map.entry('r', "a rate: --rate 10/s"),
          Map.entry('u', "UDP is part of the endpoint: udp://host:9999"),
          Map.entry('U', "a Unix socket is an endpoint: unix:/path"),
          Map.entry('w', "a limit on time: --timeout 3s of connect and send"),
          Map.entry('z', "to see whether somebody listens: leat send HOST:PORT < /dev/null"));

  private NcHabits() {}

  /** What to write in place of an option such as {@code -l} or {@code -lk}; null if unknown. */
  static @Nullable String of(String option) {
    boolean letters = option.length() >= 2 && option.charAt(0) == '-' && option.charAt(1) != '-';
    return letters ? MEANINGS.get(option.charAt(1)) : null;
  }
}
