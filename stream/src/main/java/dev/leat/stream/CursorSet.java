package dev.leat.stream;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The open cursors of a log: added and removed in constant time, looked through without a lock.
 *
 * <p>A cursor keeps its slot while it is there, so whoever looks through {@link #slots()} meets
 * each cursor that was there from before until after; those that come or go meanwhile it may meet
 * or not, and it may meet some that have gone. Slots may be empty.
 */
final class CursorSet {
  private static final int FEWEST = 16;

  /** Guards all changes. */
  private final ReentrantLock lock = new ReentrantLock();

  private volatile AtomicReferenceArray<@Nullable Cursor> slots =
      new AtomicReferenceArray<>(FEWEST);

  /** Empty slots, as a stack. */
  private int[] empty = new int[FEWEST];

  private int emptied;

  /** Slots that have never been filled begin here. */
  private int fresh;

  private volatile int size;

  AtomicReferenceArray<@Nullable Cursor> slots() {
    return slots;
  }

  int size() {
    return size;
  }

  void add(Cursor cursor) {
    lock.lock();
    try {
      if (emptied == 0 && fresh == slots.length()) {
        moveTo(2 * slots.length());
      }
      int slot = emptied > 0 ? empty[--emptied] : fresh++;
      cursor.slot(slot);
      slots.set(slot, cursor);
      sized(size + 1);
    } finally {
      lock.unlock();
    }
  }

  void remove(Cursor cursor) {
    lock.lock();
    try {
      slots.set(cursor.slot(), null);
      empty[emptied++] = cursor.slot();
      sized(size - 1);
      if (slots.length() > FEWEST && size < slots.length() / 4) {
        moveTo(slots.length() / 2);
      }
    } finally {
      lock.unlock();
    }
  }

  private void sized(int cursors) {
    size = cursors;
  }

  /** Moves the cursors to the front of other slots. */
  private void moveTo(int length) {
    var target = new AtomicReferenceArray<@Nullable Cursor>(length);
    int filled = 0;
    for (int i = 0; i < slots.length(); i++) {
      Cursor cursor = slots.get(i);
      if (cursor != null) {
        cursor.slot(filled);
        target.set(filled++, cursor);
      }
    }
    fresh = filled;
    emptied = 0;
    empty = Arrays.copyOf(empty, length);
    slots = target;
  }
}
