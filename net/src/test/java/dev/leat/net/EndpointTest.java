package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
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
          udp://h:80         | udp endpoints are not available in this version: tcp is
          tls://h:80         | tls endpoints are not available in this version: tcp is
          unix:/tmp/x        | unix endpoints are not available in this version: tcp is
          http://h:80        | the transport http is not known: tcp is
          memory://left      | the transport memory is not known: tcp is
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

  @ParameterizedTest
  @ValueSource(strings = {"localhost:1", "127.0.0.1:1", "127.1.2.3:1", "[::1]:1", "1", ":1"})
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
