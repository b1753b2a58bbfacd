package dev.leat.stream;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The files of a segment, read into memory: unlike a {@link Mapping}, it does no harm when a writer
 * cuts a file back. What the index speaks of is in the data, which is read after it.
 *
 * @param index the file, with its header
 */
record SegmentContent(IndexHeader header, ByteBuffer index, ByteBuffer data, Sources sources) {

  static SegmentContent read(StoreDirectory directory, long base) throws IOException {
    IndexHeader header = Extents.header(directory, base);
    ByteBuffer index = read(directory.disk(), directory.index(base));
    ByteBuffer data = read(directory.disk(), directory.data(base));
    return new SegmentContent(header, index, data, SourceFile.read(directory, base));
  }

  /** A whole file. */
  static ByteBuffer read(Disk disk, Path file) throws IOException {
    try (FileChannel channel = disk.open(file, READ)) {
      ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
      while (content.hasRemaining() && channel.read(content, content.position()) > 0) {}
      return content.flip();
    }
  }

  SegmentScan scan() {
    return new SegmentScan(header, index, data, sources);
  }

  /** Bytes behind those of whole commits. */
  int rest(SegmentScan scan) {
    return data.limit() - scan.end();
  }
}
