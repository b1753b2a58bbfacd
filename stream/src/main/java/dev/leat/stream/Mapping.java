package dev.leat.stream;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/**
 * The files of a segment: data and index mapped into memory to be read, until the arena is closed.
 */
record Mapping(IndexHeader header, ByteBuffer index, ByteBuffer data, Sources sources) {

  static Mapping of(long base, StoreDirectory directory, Arena arena) throws IOException {
    Path indexFile = directory.index(base);
    try (FileChannel index = directory.disk().open(indexFile, READ);
        FileChannel data = directory.disk().open(directory.data(base), READ)) {
      IndexHeader header = IndexHeader.read(index, indexFile);
      Sources sources = SourceFile.read(directory, base);
      return new Mapping(header, map(index, arena), map(data, arena), sources);
    }
  }

  private static ByteBuffer map(FileChannel file, Arena arena) throws IOException {
    MemorySegment mapped = file.map(MapMode.READ_ONLY, 0, file.size(), arena);
    return mapped.asByteBuffer();
  }

  SegmentScan scan() {
    return new SegmentScan(header, index, data, sources);
  }
}
