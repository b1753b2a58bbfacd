package dev.leat.net;

class TlsConnectionTest extends TlsContract {
  @Override
  Wires wires() throws Exception {
    return Wires.tcp().tls(true);
  }
}
