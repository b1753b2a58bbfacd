package dev.leat.stream;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;

/**
 * The files of a segment: data and index mapped into memory to be read, until the arena is closed.
 * A sector that cannot be read would end the process, so what is mapped has been looked through as
 * {@link SegmentContent} before, or just been written.
 */
record Mapping(ByteBuffer index, ByteBuffer data, Sources sources) {

  static Mapping of(long base, StoreDirectory directory, Arena arena) throws IOException {
    try (FileChannel index = directory.disk().open(directory.index(base), READ);
        FileChannel data = directory.disk().open(directory.data(base), READ)) {
      Sources sources = SourceFile.read(directory, base);
      return new Mapping(map(index, arena), map(data, arena), sources);
    }
  }

  private static ByteBuffer map(FileChannel file, Arena arena) throws IOException {
    MemorySegment mapped = file.map(MapMode.READ_ONLY, 0, file.size(), arena);
    return mapped.asByteBuffer();
  }
}
