package dev.leat.bench.append;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * RocksDB with its write-ahead log: the key is the message's number, a batch is one {@link
 * WriteBatch}. As it comes but for compression, which these messages do not gain by.
 */
public final class RocksAppend implements MessageStore {
  private final Options options;
  private final WriteOptions writing;
  private final RocksDB database;
  private final WriteBatch together = new WriteBatch();
  private final ByteBuffer key = ByteBuffer.allocateDirect(Long.BYTES);
  private final ByteBuffer value = ByteBuffer.allocateDirect(SIZE);
  private long number;

  private RocksAppend(Options options, WriteOptions writing, RocksDB database) {
    this.options = options;
    this.writing = writing;
    this.database = database;
  }

  public static void main(String[] arguments) throws Exception {
    RocksDB.loadLibrary();
    AppendRun.main(arguments, RocksAppend::open);
  }

  private static MessageStore open(Path directory, boolean forced) throws RocksDBException {
    Options options =
        new Options().setCreateIfMissing(true).setCompressionType(CompressionType.NO_COMPRESSION);
    return new RocksAppend(
        options, new WriteOptions().setSync(forced), RocksDB.open(options, directory.toString()));
  }

  @Override
  public void append(ByteBuffer batch) throws RocksDBException {
    together.clear();
    int end = batch.limit();
    for (int at = batch.position(); at < end; at += SIZE) {
      together.put(key.clear().putLong(number++).flip(), batch.limit(at + SIZE).position(at));
    }
    database.write(writing, together);
  }

  @Override
  public void force() {
    // It was, with the write.
  }

  @Override
  public void read(ByteSum sum) throws RocksDBException {
    try (var reading = new ReadOptions().setReadaheadSize(2 << 20);
        RocksIterator all = database.newIterator(reading)) {
      for (all.seekToFirst(); all.isValid(); all.next()) {
        all.value(value.clear());
        sum.add(value);
      }
      all.status();
    }
  }

  @Override
  public void close() throws IOException {
    together.close();
    writing.close();
    try {
      database.closeE();
    } catch (RocksDBException e) {
      throw new IOException(e);
    } finally {
      options.close();
    }
  }
}
