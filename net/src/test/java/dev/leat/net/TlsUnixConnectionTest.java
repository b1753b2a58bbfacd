package dev.leat.net;

class TlsUnixConnectionTest extends TlsContract {
  @Override
  Wires wires() throws Exception {
    return Wires.unix().tls(true);
  }
}
