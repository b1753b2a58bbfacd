package dev.leat.bench.append;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file, and nothing else: a batch is one call of {@link FileChannel#write}. What is kept cannot
 * be told from what is damaged, and a message is found by reading all before it.
 */
public final class FileAppend implements MessageStore {
  private static final int READ_BYTES = 256 << 10;

  private final FileChannel file;

  private FileAppend(FileChannel file) {
    this.file = file;
  }

  public static void main(String[] arguments) throws Exception {
    AppendRun.main(arguments, (directory, forced) -> open(directory));
  }

  private static MessageStore open(Path directory) throws IOException {
    return new FileAppend(FileChannel.open(directory.resolve("data"), CREATE, READ, WRITE));
  }

  @Override
  public void append(ByteBuffer batch) throws IOException {
    while (batch.hasRemaining()) {
      file.write(batch);
    }
  }

  @Override
  public void force() throws IOException {
    file.force(false);
  }

  @Override
  public void read(ByteSum sum) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    file.position(0);
    while (file.read(buffer.clear()) >= 0) {
      sum.add(buffer.flip());
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
