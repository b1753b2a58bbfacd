package dev.leat.cli.serve;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.OutputFailed;
import dev.leat.cli.show.Display;
import dev.leat.cli.show.Displays;
import dev.leat.framing.Message;
import dev.leat.services.HubEvents;
import dev.leat.services.Member;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Prints what the members of a hub say, and says who comes and goes. */
final class HubReports implements HubEvents {
  private final Console console;
  private final Displays displays;
  private final Serving serving;
  private final Map<Member, Display> present = new ConcurrentHashMap<>();
  private final CountDownLatch somebody = new CountDownLatch(1);

  HubReports(Console console, Displays displays, Serving serving) {
    this.console = console;
    this.displays = displays;
    this.serving = serving;
  }

  @Override
  public void joined(Member member) {
    present.put(member, displays.of(member.peer(), member.nick()));
    somebody.countDown();
    console.say(name(member) + " has joined" + total());
  }

  @Override
  public void said(Member member, Message message) throws IOException {
    Display display = present.get(member);
    if (display == null) {
      return;
    }
    try {
      display.show(message.buffer());
      displays.page().flush();
    } catch (OutputFailed e) {
      serving.fail(e);
      throw e;
    }
  }

  @Override
  public void left(Member member, long missed) {
    present.remove(member);
    String loss = missed == 0 ? "" : ", having missed " + missed + " messages";
    console.say(name(member) + " has left" + loss + total());
  }

  private static String name(Member member) {
    return member.nick().isEmpty()
        ? member.peer().toString()
        : member.nick() + " (" + member.peer() + ")";
  }

  private String total() {
    int count = present.size();
    return count == 1 ? "; 1 is here" : "; " + count + " are here";
  }

  /** Whether nobody is there. */
  boolean nobody() {
    return present.isEmpty();
  }

  /** Waits until somebody has come. */
  void awaitSomebody() throws InterruptedException {
    somebody.await();
  }
}
