package dev.leat.net;

class MemoryConnectionTest extends ConnectionContract {
  @Override
  Wires wires() {
    return Wires.memory();
  }
}
