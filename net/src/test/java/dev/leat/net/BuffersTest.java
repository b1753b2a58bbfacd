package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BuffersTest {

  @Test
  void whatComesBackIsLentAgainEmpty() {
    var buffers = new Buffers(1);
    ByteBuffer first = buffers.take(Buffers.SIZE);
    assertThat(first.remaining()).isEqualTo(Buffers.SIZE);
    first.put(new byte[100]).flip();
    buffers.give(first);
    ByteBuffer again = buffers.take(10);
    assertThat(again).isSameAs(first);
    assertThat(again.remaining()).isEqualTo(Buffers.SIZE);
    assertThat(buffers.take(10)).isNotSameAs(first);
  }

  @Test
  void whatIsSmallIsMadeToMeasureWhereAllAreLent() {
    var buffers = new Buffers(1);
    assertThat(buffers.take(20).capacity()).isEqualTo(512);
    assertThat(buffers.take(4096).capacity()).isEqualTo(4096);
    assertThat(buffers.take(16_709).capacity()).isEqualTo(Buffers.SIZE);
  }

  @Test
  void whatIsLargerIsMadeToMeasureAndNotKept() {
    var buffers = new Buffers(1);
    ByteBuffer large = buffers.take(Buffers.SIZE + 1);
    assertThat(large.capacity()).isEqualTo(Buffers.SIZE + 1);
    buffers.give(large);
    assertThat(buffers.take(Buffers.SIZE + 1)).isNotSameAs(large);
  }

  @Test
  void whereNoneIsKeptNoneIsLargerThanItMustBe() {
    var buffers = new Buffers(0);
    assertThat(buffers.take(1).capacity()).isEqualTo(512);
    assertThat(buffers.take(1000).capacity()).isEqualTo(1000);
  }

  @Test
  void noBufferIsLentToTwo() throws Exception {
    var buffers = new Buffers(4);
    List<Async<Void>> users = new ArrayList<>();
    for (int user = 0; user < 8; user++) {
      long mark = user;
      users.add(
          Async.run(() -> {
            for (int i = 0; i < 2_000; i++) {
              ByteBuffer mine = buffers.take(Buffers.SIZE);
              mine.putLong(0, mark);
              LockSupport.parkNanos(1); // Others may come in between.
              assertThat(mine.getLong(0)).isEqualTo(mark);
              buffers.give(mine);
            }
          }));
    }
    for (var user : users) {
      user.get();
    }
  }
}
