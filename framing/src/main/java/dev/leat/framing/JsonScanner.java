package dev.leat.framing;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds where one JSON value (RFC 8259) ends: by its brackets and strings, and a number or a
 * literal by what follows it. Goes on where it stopped. What stands between the brackets is not
 * examined beyond its characters.
 */
final class JsonScanner {
  /** What {@link #scan} answers if the value goes on behind the bytes it was given. */
  static final int MORE = -1;

  /** What {@link #scan} answers if the byte at {@link #wrongAt} cannot stand there. */
  static final int WRONG = -2;

  /** As deep as the common parsers go by default. */
  private static final int DEEPEST = 1000;

  private enum State {
    START,
    /** Between brackets. */
    INSIDE,
    STRING,
    ESCAPE,
    /** A number, true, false or null by itself. */
    SCALAR
  }

  private State state = State.START;
  private int depth;

  /** A bit for each open bracket, set where it is a brace; null until there is one. */
  private long @Nullable [] braces;

  private int wrongAt;
  private String wrong = "";

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /** Whether a scalar ends before this byte. */
  static boolean endsScalar(byte b) {
    return isSpace(b) || b == '{' || b == '[' || b == '"';
  }

  /**
   * Goes on over the value's bytes in [from, to).
   *
   * @return the index behind the value's last byte, {@link #MORE} or {@link #WRONG}
   */
  int scan(ByteBuffer input, int from, int to) {
    for (int at = from; at < to; at++) {
      byte b = input.get(at);
      if (state == State.SCALAR && endsScalar(b)) {
        return at;
      }
      if (!accepts(b)) {
        wrongAt = at;
        return WRONG;
      }
      if (state == State.INSIDE && depth == 0) {
        return at + 1;
      }
    }
    return MORE;
  }

  /** Whether the byte can stand here; {@link State#INSIDE} at depth 0 is the end. */
  private boolean accepts(byte b) {
    switch (state) {
      case START -> {
        return starts(b);
      }
      case STRING -> {
        if (b == '"') {
          state = State.INSIDE;
        } else if (b == '\\') {
          state = State.ESCAPE;
        } else if (b >= 0 && b < ' ') {
          return wrong("a control character stands in a JSON string");
        }
        return true;
      }
      case ESCAPE -> {
        state = State.STRING;
        return "\"\\/bfnrtu".indexOf(b) >= 0 || wrong("a JSON string has no such escape");
      }
      case SCALAR -> {
        return isScalar(b) || wrong("a JSON number or literal goes on with what is neither");
      }
      case INSIDE -> {
        return switch (b) {
          case '"', '{', '[' -> opens(b);
          case '}', ']' -> closes(b);
          default ->
              b == ','
                  || b == ':'
                  || isSpace(b)
                  || isScalar(b)
                  || wrong("a JSON value cannot contain this outside of a string");
        };
      }
    }
    throw new AssertionError(state);
  }

  private boolean starts(byte b) {
    state = State.INSIDE;
    if (b == '"' || b == '{' || b == '[') {
      return opens(b);
    }
    state = State.SCALAR;
    return b == '-'
        || Digits.isDigit(b)
        || b == 't'
        || b == 'f'
        || b == 'n'
        || wrong("no JSON value begins so");
  }

  private static boolean isScalar(byte b) {
    return Digits.isDigit(b)
        || (b >= 'a' && b <= 'z')
        || b == 'E'
        || b == '+'
        || b == '-'
        || b == '.';
  }

  /** Opens a string or a bracket; false if that is too deep. */
  private boolean opens(byte b) {
    if (b == '"') {
      state = State.STRING;
      return true;
    }
    if (depth == DEEPEST) {
      return wrong("a JSON value is nested deeper than " + DEEPEST);
    }
    int word = depth >> 6;
    if (braces == null) {
      braces = new long[1];
    } else if (word == braces.length) {
      braces = Arrays.copyOf(braces, 2 * word);
    }
    long bit = 1L << depth;
    braces[word] = b == '{' ? braces[word] | bit : braces[word] & ~bit;
    depth++;
    return true;
  }

  /** Closes the bracket that was opened last; false if that is of the other kind. */
  private boolean closes(byte b) {
    depth--;
    boolean brace = braces != null && (braces[depth >> 6] & (1L << depth)) != 0;
    return brace == (b == '}') || wrong("a JSON bracket is closed by one of the other kind");
  }

  private boolean wrong(String what) {
    wrong = what;
    return false;
  }

  /** Whether the value is a number or a literal, as far as it has been scanned. */
  boolean inScalar() {
    return state == State.SCALAR;
  }

  /** Where the byte stands that cannot. */
  int wrongAt() {
    return wrongAt;
  }

  /** Why it cannot. */
  String wrong() {
    return wrong;
  }

  /** Another value begins. */
  void restart() {
    state = State.START;
    depth = 0;
    if (braces != null && braces.length > 1) {
      braces = null;
    }
  }

  /** Whether the bytes in [from, to) are a number or a literal. */
  static boolean isScalar(ByteBuffer input, int from, int to) {
    return switch (input.get(from)) {
      case 't' -> is("true", input, from, to);
      case 'f' -> is("false", input, from, to);
      case 'n' -> is("null", input, from, to);
      default -> isNumber(input, from, to);
    };
  }

  private static boolean is(String literal, ByteBuffer input, int from, int to) {
    if (to - from != literal.length()) {
      return false;
    }
    for (int i = 0; i < literal.length(); i++) {
      if (input.get(from + i) != literal.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(ByteBuffer input, int from, int to) {
    int whole = from < to && input.get(from) == '-' ? from + 1 : from;
    int at = digits(input, whole, to);
    boolean leadingZero = at > whole + 1 && input.get(whole) == '0';
    if (at == whole || leadingZero) {
      return false;
    }
    if (at < to && input.get(at) == '.') {
      int fraction = at + 1;
      at = digits(input, fraction, to);
      if (at == fraction) {
        return false;
      }
    }
    if (at < to && (input.get(at) == 'e' || input.get(at) == 'E')) {
      int exponent = at + 1;
      if (exponent < to && (input.get(exponent) == '+' || input.get(exponent) == '-')) {
        exponent++;
      }
      at = digits(input, exponent, to);
      if (at == exponent) {
        return false;
      }
    }
    return at == to;
  }

  /** Behind the digits that begin at an index. */
  private static int digits(ByteBuffer input, int from, int to) {
    int at = from;
    while (at < to && Digits.isDigit(input.get(at))) {
      at++;
    }
    return at;
  }
}
