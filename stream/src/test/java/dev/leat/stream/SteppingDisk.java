package dev.leat.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * The machine's disk, which says when it is about to be changed, so that it can be kept from it.
 */
final class SteppingDisk implements ForwardingDisk {
  /** What is done before each change. */
  interface Step {
    void run() throws IOException;
  }

  private final Step step;

  SteppingDisk(Step step) {
    this.step = step;
  }

  @Override
  public FileChannel open(Path file, OpenOption... options) throws IOException {
    step.run(); // it may be created
    return new Channel(SYSTEM.open(file, options));
  }

  @Override
  public void delete(Path file) throws IOException {
    step.run();
    SYSTEM.delete(file);
  }

  @Override
  public void move(Path file, Path to) throws IOException {
    step.run();
    SYSTEM.move(file, to);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    step.run();
    SYSTEM.forceDirectory(directory);
  }

  private final class Channel extends ForwardingChannel {
    Channel(FileChannel channel) {
      super(channel);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      step.run();
      return super.write(source, position);
    }

    @Override
    public void force(boolean metaData) throws IOException {
      step.run();
      super.force(metaData);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      step.run();
      return super.truncate(size);
    }
  }
}
