package dev.leat.cli.address;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.Run;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class AddressTest {
  @Test
  void explainsAnAddress() throws Exception {
    assertThat(explained("192.168.1.10"))
        .isEqualTo(
            """
            192.168.1.10
              version    IPv4, 32 bits
              canonical  192.168.1.10
              full       192.168.1.10
              integer    3232235786, 0xc0a8010a
              binary     11000000.10101000.00000001.00001010
              range      192.168.0.0/16: private (RFC 1918)
              scope      this network: private, not routed on the internet
              reverse    10.1.168.192.in-addr.arpa
              addresses  2^32 = 4294967296 IPv4 addresses
            """);
  }

  @Test
  void explainsAPrefixWithTheAddressInIt() throws Exception {
    assertThat(explained("2001:DB8::A/126"))
        .isEqualTo(
            """
            2001:DB8::A/126
              version    IPv6, 128 bits
              canonical  2001:db8::a
              full       2001:0db8:0000:0000:0000:0000:0000:000a
              integer    42540766411282592856903984951653826570, 0x20010db800000000000000000000000a
              binary     0010000000000001:0000110110111000:0000000000000000:0000000000000000:\
            0000000000000000:0000000000000000:0000000000000000:0000000000001010
              range      2001:db8::/32: documentation (RFC 3849)
              scope      none: not for traffic
              reverse    a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa
              prefix     2001:db8::8/126
              mask       ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc
              first      2001:db8::8
              last       2001:db8::b
              size       4 addresses
            """);
  }

  @Test
  void keepsTheZone() throws Exception {
    assertThat(explained("FE80::1%eth0/64"))
        .contains("canonical  fe80::1%eth0\n")
        .contains("range      fe80::/10: link-local (RFC 4291)\n")
        .contains("zone       eth0\n")
        .contains("first      fe80::\n")
        .contains("size       18446744073709551616 addresses\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1         | 127.0.0.0/8: loopback            | this machine
          10.1.2.3          | 10.0.0.0/8: private              | this network
          172.31.255.255    | 172.16.0.0/12: private           | this network
          172.32.0.0        | 0.0.0.0/0: unicast               | global
          100.64.0.1        | 100.64.0.0/10: shared            | this network
          169.254.1.1       | 169.254.0.0/16: link-local       | this link
          192.0.2.1         | 192.0.2.0/24: documentation      | none
          192.0.0.8         | 192.0.0.0/24: protocol           | this network
          192.0.0.9         | 192.0.0.9/32: the nearest port   | global
          192.0.0.10        | 192.0.0.10/32: the nearest relay | global
          192.0.0.171       | 192.0.0.170/31: to discover      | none
          192.31.196.1      | 192.31.196.0/24: answers         | global
          192.52.193.1      | 192.52.193.0/24: the nearest     | global
          192.175.48.1      | 192.175.48.0/24: answers         | global
          198.51.100.7      | 198.51.100.0/24: documentation   | none
          203.0.113.9       | 203.0.113.0/24: documentation    | none
          198.19.0.1        | 198.18.0.0/15: benchmarks        | this network
          224.0.0.251       | 224.0.0.0/24: multicast          | this link
          225.1.2.3         | 224.0.0.0/4: multicast           | global
          239.255.255.250   | 239.255.0.0/16: multicast        | this network
          239.195.0.1       | 239.192.0.0/14: multicast        | this organization
          255.255.255.255   | 255.255.255.255/32: broadcast    | this link
          250.0.0.1         | 240.0.0.0/4: reserved            | none
          8.8.8.8           | 0.0.0.0/0: unicast               | global
          0.0.0.0           | 0.0.0.0/32: unspecified          | none
          ::                | ::/128: unspecified              | none
          ::1               | ::1/128: loopback                | this machine
          ::ffff:10.0.0.1   | ::ffff:0:0/96: IPv4-mapped       | this network
          64:ff9b::8.8.8.8  | 64:ff9b::/96: IPv4 through       | global
          2606:4700::1      | 2000::/3: unicast                | global
          2001:db8::1       | 2001:db8::/32: documentation     | none
          3fff::1           | 3fff::/20: documentation         | none
          100:0:0:1::1      | 100:0:0:1::/64: a source         | none
          2001:1::1         | 2001:1::1/128: the nearest port  | global
          2001:1::2         | 2001:1::2/128: the nearest relay | global
          2001:1::4         | 2001::/23: protocol              | this network
          2001:3::1         | 2001:3::/32: the nearest         | global
          2001:4:112::1     | 2001:4:112::/48: answers         | global
          2001:30::1        | 2001:30::/28: identities         | global
          2620:4f:8000::6   | 2620:4f:8000::/48: answers       | global
          2002:c000:201::1  | 2002::/16: 6to4                  | global
          2001:0:1::1       | 2001::/32: Teredo                | global
          fd12:3456::1      | fc00::/7: unique local           | this network
          fe80::1           | fe80::/10: link-local            | this link
          fec0::1           | fec0::/10: site-local            | this network
          ff01::1           | ff00::/8: multicast              | this machine
          ff02::fb          | ff00::/8: multicast              | this link
          ff05::2           | ff00::/8: multicast              | this network
          ff0e::1           | ff00::/8: multicast              | global
          4000::1           | ::/0: not assigned               | none
          """)
  void knowsTheRangesAndHowFarTheyReach(String address, String range, String scope)
      throws Exception {
    assertThat(explained(address))
        .contains("\n  range      " + range)
        .contains("\n  scope      " + scope);
  }

  @ParameterizedTest
  @CsvSource({
    "::ffff:192.0.2.1, ipv4       192.0.2.1",
    "::ffff:c000:0201, canonical  ::ffff:192.0.2.1",
    "2002:c000:0201::1, ipv4       192.0.2.1",
    "64:ff9b::c000:201, ipv4       192.0.2.1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2, server     65.54.227.120",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2, client     192.0.2.45"
  })
  void findsTheIpv4AddressInside(String address, String fact) throws Exception {
    assertThat(explained(address)).contains("\n  " + fact + "\n");
  }

  @Test
  void oneAddressIsAPrefixToo() throws Exception {
    assertThat(explained("10.0.0.7/32"))
        .contains("first      10.0.0.7\n")
        .contains("last       10.0.0.7\n")
        .contains("size       1 address\n");
    assertThat(explained("::/0")).contains("last       ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff\n");
  }

  @Test
  void becomesJson() throws Exception {
    Run run = Run.toTheEnd("address", "--json", "10.0.0.7/8", "fe80::1%e\"0");

    assertThat(run.status()).isZero();
    assertThat(run.out().text().lines())
        .hasSize(2)
        .first()
        .isEqualTo(
            "{\"address\":\"10.0.0.7/8\",\"version\":4,\"bits\":32,\"canonical\":\"10.0.0.7\","
                + "\"full\":\"10.0.0.7\",\"integer\":\"167772167\",\"hex\":\"0x0a000007\","
                + "\"binary\":\"00001010.00000000.00000000.00000111\",\"range\":\"10.0.0.0/8\","
                + "\"use\":\"private\",\"source\":\"RFC 1918\",\"scope\":\"this network: private,"
                + " not routed on the internet\",\"reverse\":\"7.0.0.10.in-addr.arpa\","
                + "\"prefix\":\"10.0.0.0/8\",\"mask\":\"255.0.0.0\",\"first\":\"10.0.0.0\","
                + "\"last\":\"10.255.255.255\",\"size\":\"16777216\"}");
    assertThat(run.out().text()).contains("\"zone\":\"e\\\"0\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          1.2.3             | it has 3 groups, and an IPv4 address has 4, as in 192.0.2.1
          1.2.3.4.5         | it has 5 groups, and an IPv4 address has 4, as in 192.0.2.1
          256.1.1.1         | group 1, 256, is more than 255
          1.2.3.99999999999 | group 4, 99999999999, is more than 255
          01.2.3.4          | group 1, 01, begins with 0, which some programs take for octal and \
          others do not: write 1
          1.2.3.00          | group 4, 00, begins with 0, which some programs take for octal and \
          others do not: write 0
          1..3.4            | group 2 is empty
          1.2.3.            | group 4 is empty
          1.2.x.4           | group 3, 'x', is not a number
          1.2.-3.4          | group 3, '-3', is not a number
          1.2.٣.4           | group 3, '٣', is not a number
          3232235786        | a number alone is none: an IPv4 address has 4 groups, as in 192.0.2.1
          localhost         | a name is none, and is not looked up here
          ``                | it is empty
          2001::1::2        | '::' stands twice, so that nobody can tell how many zeros each means
          1:::2             | three colons follow each other
          1:2:3:4:5:6:7:8:9 | it has 9 groups, and an IPv6 address has 8
          1:2:3:4:5:6:7     | it has 7 groups, and an IPv6 address has 8, or '::' once in place of zeros
          1:2:3:4::5:6:7:8  | it has 8 groups already, and '::' stands for at least one
          2001:db8::12g4    | group 3, '12g4': 'g' is not a hexadecimal digit
          2001:db8::12345   | group 3, '12345': it has 5 digits, and 4 are the most
          :1::2             | it begins with a single colon
          1::2:             | it ends with a single colon
          ::1.2.3           | group 1, '1.2.3': it has 3 groups, and an IPv4 address has 4, as in 192.0.2.1
          ::ffff:1.2.3.4:5  | group 2, '1.2.3.4': an IPv4 address can only be the last
          127.0.0.1:80      | a port does not belong to an address: write 127.0.0.1
          [::1]:80          | brackets belong to an endpoint: leave them out, and the port
          10.0.0.0/33       | the prefix length 33 is more than the 32 bits of an address
          ::/129            | the prefix length 129 is more than the 128 bits of an address
          10.0.0.0/         | after / the prefix length is missing, as in /16
          10.0.0.0/x        | the prefix length 'x' is not a number of bits, as in /16
          10.0.0.0/-1       | the prefix length '-1' is not a number of bits, as in /16
          10.0.0.0/08       | the prefix length 08 begins with 0: write /8
          10.0.0.0/255.0.0.0 | the prefix length '255.0.0.0' is not a number of bits, as in /16 \
          (of a mask, how many ones it has)
          fe80::1%          | after % the zone is missing, as in fe80::1%eth0
          10.0.0.1%eth0     | an IPv4 address has no zone (%eth0)
          """)
  void saysWhatIsWrong(String text, String reason) throws Exception {
    Run run = Run.toTheEnd("address", text);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out().text()).isEmpty();
    assertThat(run.err().text())
        .isEqualTo("leat address: not an address: " + text + ": " + reason + "\n");
  }

  @Test
  void aWrongOneDoesNotKeepTheOthersFromBeingExplained() throws Exception {
    Run run = Run.toTheEnd("address", "127.0.0.1", "1.2.3", "::1");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out().text()).startsWith("127.0.0.1\n").contains("\n\n::1\n");
    assertThat(run.err().text()).hasLineCount(1);
  }

  @Test
  void withoutAnAddressItSaysWhatOneIs() throws Exception {
    Run run = Run.toTheEnd("address");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().text()).hasLineCount(1).contains("192.0.2.1");
  }

  private static String explained(String address) throws InterruptedException {
    Run run = Run.toTheEnd("address", address);
    assertThat(run.status()).as(() -> run.err().text()).isZero();
    return run.out().text();
  }
}
