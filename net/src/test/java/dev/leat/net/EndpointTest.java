package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          tcp://example.org:80,          tcp://example.org:80
          TCP://example.org:80,          tcp://example.org:80
          tcp://example.org:80/,         tcp://example.org:80
          example.org:80,                tcp://example.org:80
          127.0.0.1:9999,                tcp://127.0.0.1:9999
          9999,                          tcp://localhost:9999
          :9999,                         tcp://localhost:9999
          tcp://:9999,                   tcp://localhost:9999
          tcp://9999,                    tcp://localhost:9999
          LOCALHOST:0,                   tcp://localhost:0
          *:65535,                       tcp://*:65535
          [::1]:9999,                    tcp://[::1]:9999
          [0:0:0:0:0:0:0:1]:9999,        tcp://[::1]:9999
          [2001:DB8::0:1]:9999,          tcp://[2001:db8::1]:9999
          tcp://[::]:1,                  tcp://[::]:1
          my-host_2:1,                   tcp://my-host_2:1
          udp://:8001,                   udp://localhost:8001
          udp://*:8001,                  udp://*:8001
          UDP://[::1]:8001/,             udp://[::1]:8001
          unix:/run/a.sock,              unix:/run/a.sock
          unix:///run/a.sock,            unix:/run/a.sock
          unix:a.sock,                   unix:a.sock
          unix:a:b/c d,                  unix:a:b/c d
          unix:/a%3Fb%25,                unix:/a%3Fb%25
          unix:/a?mode=660,              unix:/a?mode=660
          """)
  void readsEveryWayToWriteOne(String text, String canonical) {
    Endpoint endpoint = Endpoint.parse(text);
    assertThat(endpoint).hasToString(canonical);
    assertThat(Endpoint.parse(canonical)).isEqualTo(endpoint);
  }

  @Test
  void readsItsOptions() {
    Endpoint endpoint = Endpoint.parse("h:1?framing=delim:a%26b%25&x=&y=1=2");
    assertThat(endpoint.options())
        .containsExactly(
            Map.entry("framing", "delim:a&b%"), Map.entry("x", ""), Map.entry("y", "1=2"));
    assertThat(endpoint.option("framing")).isEqualTo("delim:a&b%");
    assertThat(endpoint.option("none")).isNull();
    assertThat(endpoint).hasToString("tcp://h:1?framing=delim:a%26b%25&x=&y=1=2");
    assertThat(Endpoint.parse(endpoint.toString())).isEqualTo(endpoint);
    assertThat(endpoint.options(Map.of())).hasToString("tcp://h:1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                 | it is empty
          example.org        | the port is missing: write example.org:9999
          tcp://             | it is empty
          example.org:       | the port is missing after the colon
          example.org:http   | the port is not a number: http
          example.org:-1     | the port is not a number: -1
          example.org:65536  | ports go from 0 to 65535
          h:99999999999999   | ports go from 0 to 65535
          ::1                | an IPv6 address goes in brackets: write [::1]:9999
          ::1:8080           | an IPv6 address goes in brackets: write [::1]:8080
          fe80::1            | an IPv6 address goes in brackets: write [fe80::1]:9999
          [::1]              | the port is missing: write [::1]:9999
          [::1               | the bracket is not closed
          [1.2.3.4]:1        | what stands in brackets is not an IPv6 address
          [1::2::3]:1        | what stands in brackets is not an IPv6 address
          1.2.3:80           | 1.2.3 is not an IPv4 address (four numbers from 0 to 255)
          256.1.1.1:80       | 256.1.1.1 is not an IPv4 address
          01.2.3.4:80        | 01.2.3.4 is not an IPv4 address
          user@host:80       | a host name cannot contain '@'
          'a host:80'        | a host name cannot contain ' '
          tcp://h:80/path    | a path cannot follow the port
          ws://h:80          | ws endpoints are not available in this version: tcp, tls, udp and unix are
          http://h:80        | the transport http is not known: tcp, tls, udp and unix are
          memory://left      | the transport memory is not known: tcp, tls, udp and unix are
          udp://             | it is empty
          udp://h            | the port is missing: write h:9999
          unix:              | the path is missing: write unix:/tmp/leat.sock
          unix://a.sock      | after unix:// comes a path from the root: write unix:/a.sock
          unix:@name         | abstract names are not available
          h:1?framing        | after ? come options as name=value, joined by &
          h:1?               | after ? come options as name=value, joined by &
          h:1?=x             | after ? come options as name=value, joined by &
          h:1?a=1&a=2        | the option a is given twice
          h:1?a=%2           | after % come two hexadecimal digits
          """)
  void saysWhatIsWrongAndWhatWouldBeRight(String text, String why) {
    assertThatThrownBy(() -> Endpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not an endpoint: " + text)
        .hasMessageContaining(why);
  }

  @Test
  void aPathThatIsTooLongIsSaidWithItsLength() {
    String longest = "/" + "x".repeat(104) + "é";
    assertThat(Endpoint.parse("unix:" + longest.substring(1)).path())
        .isEqualTo(Path.of(longest.substring(1)));
    assertThatThrownBy(() -> Endpoint.parse("unix:" + longest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has at most 106 bytes, and this one has 107: " + longest);
  }

  @ParameterizedTest
  @CsvSource({
    "udp://, udp://localhost:1234",
    "udp://*, udp://*:1234",
    "udp://[::1], udp://[::1]:1234",
    "udp://h, udp://h:1234",
    "tcp://h, tcp://h:9999",
    "udp://h:1, udp://h:1",
    "udp://7, udp://localhost:7",
  })
  void thePortMayBeLeftOutWhereOneIsStandard(String text, String endpoint) {
    assertThat(Endpoint.parse(text, transport -> transport == Transport.UDP ? 1234 : 9999))
        .hasToString(endpoint);
  }

  @Test
  void butNotWithoutATransport() {
    assertThatThrownBy(() -> Endpoint.parse("example.org", transport -> 9999))
        .hasMessageContaining("the port is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:1", "127.0.0.1:1", "127.1.2.3:1", "[::1]:1", "1", ":1", "unix:*"})
  void knowsThatOnlyThisMachineReachesIt(String text) {
    assertThat(Endpoint.parse(text).thisMachineOnly()).isTrue();
    assertThat(Endpoint.parse(text).everyInterface()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*:1", "192.0.2.1:1", "[2001:db8::1]:1", "example.org:1"})
  void knowsThatOthersMayReachIt(String text) {
    assertThat(Endpoint.parse(text).thisMachineOnly()).isFalse();
  }

  @Test
  void localhostIsBothLoopbackAddressesWithoutALookup() throws Exception {
    assertThat(Endpoint.parse("localhost:7").addresses())
        .containsExactly(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 7),
            new InetSocketAddress(InetAddress.ofLiteral("::1"), 7));
  }

  @Test
  void everyInterfaceIsTheWildcardAddress() throws Exception {
    assertThat(Endpoint.parse("*:7").addresses())
        .singleElement()
        .satisfies(address -> {
          assertThat(address.getAddress().isAnyLocalAddress()).isTrue();
          assertThat(address.getPort()).isEqualTo(7);
        });
  }

  @Test
  void aNameThatIsNotKnownIsSaid() {
    assertThatThrownBy(() -> Endpoint.parse("no-such-host.invalid:1").addresses())
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("no address is known for the name no-such-host.invalid");
  }
}
