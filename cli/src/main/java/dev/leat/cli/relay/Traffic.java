package dev.leat.cli.relay;

import dev.leat.cli.shell.Amounts;
import dev.leat.cli.shell.Sizes;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What a relay has carried, and for how many. Any thread may ask and add. */
public final class Traffic {
  private final boolean framed;
  private final boolean bothWays;
  private final Flow forth = new Flow();
  private final Flow back = new Flow();
  private final AtomicInteger present = new AtomicInteger();
  private final LongAdder came = new LongAdder();
  private final Losses losses = new Losses();

  /**
   * @param framed whether both sides have messages, so that their number means something
   * @param bothWays whether anything goes back
   */
  public Traffic(boolean framed, boolean bothWays) {
    this.framed = framed;
    this.bothWays = bothWays;
  }

  /** From the first endpoint to the second. */
  public Flow forth() {
    return forth;
  }

  /** From the second endpoint to the first. */
  public Flow back() {
    return back;
  }

  /** A client is here. */
  public void came() {
    came.increment();
    present.incrementAndGet();
  }

  /** It has gone. */
  public void left() {
    present.decrementAndGet();
  }

  /** Whether there was anything. */
  public boolean any() {
    return forth.bytes() + back.bytes() + came.sum() > 0;
  }

  /** Datagrams that were not passed on. */
  Losses losses() {
    return losses;
  }

  /** What was lost of it, for people; null if nothing was. */
  public @Nullable String lost() {
    return losses.total() == 0 ? null : losses.text();
  }

  /** All that there was. */
  public String summary() {
    return "carried "
        + forth.text(framed)
        + (bothWays ? "; back " + back.text(framed) : "")
        + (came.sum() == 0 ? "" : "; " + Amounts.count(came.sum(), "client"));
  }

  /** What there is just now. */
  String now(long forthPerSecond, long backPerSecond) {
    return Amounts.count(present.get(), "client")
        + " | → "
        + now(forth, forthPerSecond)
        + (bothWays ? " | ← " + now(back, backPerSecond) : "")
        + (losses.total() == 0 ? "" : " | lost " + Amounts.number(losses.total()));
  }

  private String now(Flow flow, long perSecond) {
    return flow.text(framed) + ", " + Sizes.text(perSecond) + "/s";
  }
}
