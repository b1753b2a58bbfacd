package dev.leat.cli.feed;

import dev.leat.stream.MessageLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Messages of files, each time any of them, without end. */
final class RandomSupply implements Supply {
  private static final long MOST_AT_ONCE = 1024;

  private final List<FileInput> inputs;
  private final Reading reading;
  private final List<FileIndex> files = new ArrayList<>();
  private final RandomGenerator random;
  private final long total;

  /** Reads all files once. */
  RandomSupply(List<FileInput> inputs, Reading reading, RandomGenerator random) throws IOException {
    this.inputs = inputs;
    this.reading = reading;
    this.random = random;
    try {
      for (FileInput input : inputs) {
        files.add(new FileIndex(input, reading));
      }
      total = files.stream().mapToLong(FileIndex::messages).sum();
      if (total == 0) {
        throw new IOException(
            "nothing to choose from: there is no message in " + ReadSupply.names(inputs));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  @Override
  public void headerTo(MessageLog header) throws IOException {
    try (var inOrder = new ReadSupply(inputs, reading)) {
      inOrder.headerTo(header);
    }
  }

  @Override
  public long appendTo(MessageLog log, long messages, long bytes) throws IOException {
    var target = new Target.Log(log);
    long most = Math.min(messages, MOST_AT_ONCE);
    long before = log.counts().bytes();
    long appended = 0;
    while (appended < most && log.counts().bytes() - before < bytes) {
      long number = random.nextLong(total);
      int file = 0;
      while (number >= files.get(file).messages()) {
        number -= files.get(file++).messages();
      }
      files.get(file).move(number, target);
      appended++;
    }
    return appended;
  }

  @Override
  public long dropped() {
    return files.stream().mapToLong(FileIndex::dropped).sum();
  }

  @Override
  public void close() throws IOException {
    for (FileIndex file : files) {
      file.close();
    }
  }
}
