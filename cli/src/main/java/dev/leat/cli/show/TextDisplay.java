package dev.leat.cli.show;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Shows messages as they are: each on a line of its own, or, where there is no framing, the bytes
 * and nothing else.
 */
final class TextDisplay implements Display {
  private static final byte[] NOTHING = {};
  private static final byte[] LINE_END = {'\n'};

  private final Page page;
  private final byte[] before;
  private final LineEnds lineEnds;
  private final boolean terminal;
  private final Escaper escaper = Escaper.forTerminal();

  /** What ends a line behind a message. */
  enum LineEnds {
    /** Each message gets one. */
    ALWAYS,
    /** Those that end in one themselves get none. */
    WHERE_MISSING,
    /** The messages are all there is. */
    NEVER
  }

  /**
   * @param before put before each message
   * @param terminal whether control characters do harm
   */
  TextDisplay(Page page, String before, LineEnds lineEnds, boolean terminal) {
    this.page = page;
    this.before = before.getBytes(StandardCharsets.UTF_8);
    this.lineEnds = lineEnds;
    this.terminal = terminal;
  }

  @Override
  public void show(ByteBuffer message) throws IOException {
    boolean endsHere = needsLineEnd(message);
    page.write(before, endsHere ? whole(message) : part(message), endsHere ? LINE_END : NOTHING);
  }

  @Override
  public void finish() throws IOException {
    page.write(NOTHING, escaper.escapeLast(ByteBuffer.allocate(0)), NOTHING);
  }

  private ByteBuffer whole(ByteBuffer message) {
    return terminal ? escaper.escapeLast(message) : message;
  }

  /** What one read brought, which may end inside a character. */
  private ByteBuffer part(ByteBuffer message) {
    return terminal ? escaper.escape(message) : message;
  }

  private boolean needsLineEnd(ByteBuffer message) {
    return switch (lineEnds) {
      case ALWAYS -> true;
      case WHERE_MISSING -> !message.hasRemaining() || message.get(message.limit() - 1) != '\n';
      case NEVER -> false;
    };
  }
}
