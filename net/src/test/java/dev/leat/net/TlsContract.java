package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;

/** As every connection, but that an end without a farewell is an error. */
abstract class TlsContract extends ConnectionContract {
  @Override
  void assertCutOff(Wire peer) {
    assertThatThrownBy(() -> Wires.readAll(peer)).isInstanceOf(IOException.class);
  }
}
