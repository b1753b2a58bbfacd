package dev.leat.cli.classics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.leat.cli.LeatProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands of readers in one program: as clients, and as a server's. */
@Timeout(180)
class Row06GreenThreadsTest {
  private static final int CONNECTIONS = 5_000;
  private static final int THREADS = 80;

  private static final String LIMIT =
      """
      import resource
      hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
      resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
      """;

  @BeforeEach
  void onLinux() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "threads are counted in /proc");
  }

  @Test
  void fiveThousandClientsInOneProgram() throws Exception {
    try (LeatProcess server =
            Python.start(
                LIMIT
                    + """
                    count = 0
                    async def serve(reader, writer):
                        global count
                        count += 1
                        name = await reader.readuntil(b'~')
                        writer.write(b'hi ' + name)
                        await writer.drain()
                        await reader.read()
                        writer.close()
                    async def main():
                        server = await asyncio.start_server(serve, '127.0.0.1', 0, backlog=5000)
                        port = server.sockets[0].getsockname()[1]
                        print('listening on 127.0.0.1:%d' % port, file=sys.stderr)
                        async with server:
                            await server.serve_forever()
                    asyncio.run(main())
                    """);
        LeatProcess clients = clients(server.port())) {
      clients.out().await("all have been greeted\n");
      assertThat(threads(clients)).isLessThan(THREADS);
      clients.endInput();
      assertThat(clients.status()).isZero();
    }
  }

  @Test
  void fiveThousandClientsOfOneServer() throws Exception {
    try (LeatProcess server = LeatProcess.leat("serve", "echo", "127.0.0.1:0");
        LeatProcess clients =
            Python.start(
                LIMIT
                    + """
                    port, count = int(sys.argv[1]), int(sys.argv[2])
                    async def main():
                        peers = []
                        for i in range(count):
                            peers.append(await asyncio.open_connection('127.0.0.1', port))
                        for i, (reader, writer) in enumerate(peers):
                            writer.write(b'%5d' % i)
                        for i, (reader, writer) in enumerate(peers):
                            assert int(await reader.readexactly(5)) == i
                        print('all have been echoed')
                        sys.stdin.read()
                    asyncio.run(main())
                    """,
                server.port(),
                CONNECTIONS)) {
      clients.out().await("all have been echoed\n");
      assertThat(threads(server)).isLessThan(THREADS);
      clients.endInput();
      assertThat(clients.status()).isZero();
    }
  }

  private static LeatProcess clients(int port) throws Exception {
    return LeatProcess.of(
        ProcessHandle.current().info().command().orElse("java"),
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        GreenClients.class.getName(),
        Integer.toString(port),
        Integer.toString(CONNECTIONS));
  }

  private static long threads(LeatProcess process) throws Exception {
    try (var tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return tasks.count();
    }
  }
}
