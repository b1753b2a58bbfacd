package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReadAheadTest {
  private final Line line =
      new Line(Wires.memory().left(), ConnectionOptions.standard(), Resources.ofClient());

  @AfterEach
  void close() throws Exception {
    line.end(Ending.of(Ending.Reason.CLOSED));
  }

  private static int fill(ByteBuffer target) {
    int count = target.remaining();
    target.position(target.limit());
    return count;
  }

  @Test
  void itEndsWithTheConnectionAlthoughNobodyTakesWhatItHasRead() throws Exception {
    Thread thread = new ReadAhead(line, ReadAheadTest::fill).start();
    Patience.await().until(() -> thread.getState() == Thread.State.WAITING);
    line.end(Ending.of(Ending.Reason.CLOSED));
    assertThat(thread.join(Patience.LIMIT)).isTrue();
  }

  @Test
  void whereMuchComesLargeBuffersAreUsedAgain() throws Exception {
    Set<ByteBuffer> used =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    var ahead =
        new ReadAhead(
            line,
            target -> {
              used.add(target);
              return fill(target);
            });
    ahead.start();
    ByteBuffer sink = ByteBuffer.allocate(Buffers.SIZE);
    for (int i = 0; i < 100; i++) {
      assertThat(ahead.take(sink.clear(), Intake.NEVER)).isPositive();
    }
    assertThat(used).hasSizeLessThan(10);
  }
}
