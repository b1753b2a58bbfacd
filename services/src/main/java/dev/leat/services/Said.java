package dev.leat.services;

import dev.leat.stream.Cursor;
import dev.leat.stream.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What is said in a {@link Hub}, one after the other, and by whom. */
interface Said extends AutoCloseable {

  /**
   * Adds what somebody says; returns when others can read it.
   *
   * @param by null if it is the operator
   */
  void add(@Nullable Member by, ByteBuffer message) throws IOException;

  /** A reader of what is for a member that joins now. */
  Listening join() throws IOException;

  /** Whether it keeps what members say also if nobody is to hear it. */
  boolean keepsAll();

  @Override
  void close();

  /** A member's place. */
  interface Listening extends AutoCloseable {
    Cursor cursor();

    /** What the member is to hear of an entry; null if it is not for it. */
    @Nullable ByteBuffer heard(Entry entry, Member by);

    @Override
    void close();
  }
}
