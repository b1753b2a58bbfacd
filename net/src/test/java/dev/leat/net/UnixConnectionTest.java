package dev.leat.net;

import java.io.IOException;

class UnixConnectionTest extends ConnectionContract {
  @Override
  Wires wires() throws IOException {
    return Wires.unix();
  }
}
