package dev.leat.cli.classics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Leat says of addresses, compared with what Python's {@code ipaddress} says. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class Row03AddressesTest {
  private static final int RANDOM_ADDRESSES = 1500;

  /** Prints addresses: random, with many zeros, from ranges of their own, with prefix lengths. */
  private static final String QUESTIONS =
      """
      import ipaddress, random, sys
      random.seed(int(sys.argv[1]))
      roots = ['0.0.0.0/0', '10.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12',
          '192.168.0.0/16', '224.0.0.0/4', '240.0.0.0/4', '::/0', '2000::/3', '2001::/32', '2002::/16',
          'fe80::/10', 'fc00::/7', 'ff00::/8', '::ffff:0:0/96', '2001:db8::/32', '::/96']
      for i in range(int(sys.argv[2])):
          network = ipaddress.ip_network(random.choice(roots))
          bits = network.max_prefixlen
          number = random.getrandbits(bits)
          for group in range(bits // 16):
              if random.random() < 0.4:
                  number &= ~(0xffff << 16 * group)
          address = network[number % network.num_addresses]
          text = random.choice([address.compressed, address.exploded, address.exploded.upper()])
          prefix = random.choice(['', '', f'/{random.randint(0, bits)}'])
          print(text + prefix)
      """;

  /** Reads our answers and compares. */
  private static final String JUDGE =
      """
      import ipaddress, json, sys

      def same(name, ours, theirs):
          if ours != theirs:
              sys.exit(f'{answer["address"]}: {name}: {ours!r} is not {theirs!r}')

      count = 0
      for line in open(sys.argv[1]):
          answer = json.loads(line)
          interface = ipaddress.ip_interface(answer['address'])
          address, network = interface.ip, interface.network
          mapped = address.version == 6 and address.ipv4_mapped
          same('version', answer['version'], address.version)
          same('bits', answer['bits'], address.max_prefixlen)
          same('canonical', ipaddress.ip_address(answer['canonical']), address)
          same('canonical', answer['canonical'], f'::ffff:{mapped}' if mapped else address.compressed)
          if address.version == 4 or not mapped:  # whose exploded form has changed with 3.13
              same('full', answer['full'], address.exploded)
          same('integer', int(answer['integer']), int(address))
          same('hex', int(answer['hex'], 16), int(address))
          same('binary', int(answer['binary'].replace('.', '').replace(':', ''), 2), int(address))
          same('reverse', answer['reverse'], address.reverse_pointer)
          same('range', address in ipaddress.ip_network(answer['range']), True)
          use, scope = answer['use'], answer['scope']
          same('loopback', use == 'loopback', address.is_loopback and not mapped)
          same('multicast', 'multicast' in use, address.is_multicast and not mapped)
          same('unspecified', use.startswith('unspecified'), address.is_unspecified)
          same('link-local', use == 'link-local', address.is_link_local and not mapped)
          if use.startswith('private') or use.startswith('unique local'):
              same('private', address.is_private, True)
          if address.version == 6:
              if address.sixtofour:
                  same('6to4', answer['ipv4'], str(address.sixtofour))
              if address.teredo:
                  same('Teredo', (answer['server'], answer['client']), tuple(map(str, address.teredo)))
              if mapped:
                  same('mapped', answer['ipv4'], str(mapped))
          if '/' in answer['address']:
              same('prefix', ipaddress.ip_network(answer['prefix']), network)
              same('mask', ipaddress.ip_address(answer['mask']), network.netmask)
              same('first', ipaddress.ip_address(answer['first']), network[0])
              same('last', ipaddress.ip_address(answer['last']), network[-1])
              same('size', int(answer['size']), network.num_addresses)
          else:
              same('addresses', int(answer['addresses']), 2 ** address.max_prefixlen)
          count += 1
      print(count)
      """;

  @TempDir private Path folder;

  @Test
  void agreesWithPythonAboutManyAddresses() throws Exception {
    List<String> addresses =
        Python.run(QUESTIONS, System.nanoTime() & 0xFFFF, RANDOM_ADDRESSES).lines().toList();
    assertThat(addresses).hasSize(RANDOM_ADDRESSES);

    Run run = address(addresses);

    assertThat(run.err().text()).isEmpty();
    assertThat(run.status()).isZero();
    Path answers = Files.write(folder.resolve("answers.json"), run.out().bytes());
    assertThat(Python.run(JUDGE, answers)).isEqualTo(RANDOM_ADDRESSES + "\n");
  }

  /** Prints texts, and for each whether Python takes it for an address or a network. */
  private static final String MUTANTS =
      """
      import ipaddress, random, sys
      random.seed(int(sys.argv[1]))
      good = ['1.2.3.4', '192.168.100.254', '::', '::1', '2001:db8::1', '1:2:3:4:5:6:7:8',
          'fe80::1', '::ffff:1.2.3.4', '1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8', '10.0.0.0/8', '2001:db8::/32']
      for i in range(int(sys.argv[2])):
          text = list(random.choice(good))
          for change in range(random.randint(1, 3)):
              at = random.randrange(len(text) + 1)
              if random.random() < 0.5:
                  text.insert(at, random.choice('0123456789abcfgG:.:.::/'))
              elif at < len(text) and len(text) > 1:
                  del text[at]
          text = ''.join(text)
          try:
              if any(c in text.partition('/')[2] for c in '.:'):  # a mask, which we do not take
                  raise ValueError
              if text.partition('/')[2].startswith('0') and not text.endswith('/0'):
                  raise ValueError  # a prefix length with a leading zero
              ipaddress.ip_interface(text)
              print('good', text)
          except ValueError:
              print('bad', text)
      """;

  @Test
  void agreesWithPythonAboutWhatIsNoAddress() throws Exception {
    List<String> lines =
        Python.run(MUTANTS, System.nanoTime() & 0xFFFF, RANDOM_ADDRESSES).lines().toList();
    List<String> good = texts(lines, "good ");
    List<String> bad = texts(lines, "bad ");
    assertThat(good).isNotEmpty();
    assertThat(bad).isNotEmpty();

    assertThat(address(good).err().text()).isEmpty();
    Run refused = address(bad);

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.out().text()).isEmpty();
    assertThat(refused.err().text().lines()).hasSameSizeAs(bad);
  }

  private static List<String> texts(List<String> lines, String verdict) {
    return lines.stream()
        .filter(line -> line.startsWith(verdict))
        .map(line -> line.substring(verdict.length()))
        .toList();
  }

  private static Run address(List<String> addresses) throws InterruptedException {
    var arguments = new String[addresses.size() + 3];
    arguments[0] = "address";
    arguments[1] = "--json";
    arguments[2] = "--";
    for (int i = 0; i < addresses.size(); i++) {
      arguments[i + 3] = addresses.get(i);
    }
    return Run.toTheEnd(arguments);
  }

  @Test
  void explainsTheClassicExamples() throws Exception {
    Run run = Run.toTheEnd("address", "2001:0000:130F:0000:0000:09C0:867A:130B", "0.0.0.0");

    assertThat(run.status()).isZero();
    assertThat(new String(run.out().bytes(), UTF_8))
        .contains("canonical  2001:0:130f::9c0:867a:130b")
        .contains("full       2001:0000:130f:0000:0000:09c0:867a:130b")
        .contains("2^128 = 340282366920938463463374607431768211456 IPv6 addresses")
        .contains("2^32 = 4294967296 IPv4 addresses")
        .contains("every interface");
  }
}
