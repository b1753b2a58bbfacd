package dev.leat.net;

class TlsMemoryConnectionTest extends TlsContract {
  @Override
  Wires wires() throws Exception {
    return Wires.memory().tls(false);
  }
}
