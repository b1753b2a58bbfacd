package dev.leat.net;

import java.io.IOException;

class TcpConnectionTest extends ConnectionContract {
  @Override
  Wires wires() throws IOException {
    return Wires.tcp();
  }
}
