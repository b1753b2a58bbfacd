package dev.leat.cli.relay;

import dev.leat.cli.shell.Amounts;
import dev.leat.cli.shell.Sizes;
import dev.leat.framing.Message;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What has gone one way, of all together. Any thread may add. */
public final class Flow {
  private final LongAdder messages = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  void add(List<Message> passed) {
    messages.add(passed.size());
    long size = 0;
    for (Message message : passed) {
      size += message.size();
    }
    bytes.add(size);
  }

  /** Bytes of messages, without their framing. */
  long bytes() {
    return bytes.sum();
  }

  /**
   * For people.
   *
   * @param framed whether the number of messages means something
   */
  String text(boolean framed) {
    String size = Sizes.text(bytes());
    return framed ? Amounts.count(messages.sum(), "message") + ", " + size : size;
  }
}
