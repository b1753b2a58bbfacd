package dev.leat.net;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** Of the end and the next message one comes first, and both sides know which. */
final class LullStress {
  private LullStress() {}

  @JCStressTest
  @Outcome(
      id = "true, true, false",
      expect = ACCEPTABLE,
      desc = "It has the message, and finds the end when it comes to wait again.")
  @Outcome(
      id = "true, false, true",
      expect = ACCEPTABLE,
      desc = "It was ended while it waited, by the server.")
  @Outcome(
      id = "false, false, false",
      expect = ACCEPTABLE,
      desc = "It found the end when it came to wait.")
  @Outcome(expect = FORBIDDEN, desc = "Both end it, or nobody does, or a message is lost.")
  @State
  public static class MessageAgainstEnd {
    private final Lull lull = new Lull();

    /** Whether it waits, and whether it then has a message. */
    @Actor
    public void receiver(ZZZ_Result result) {
      result.r1 = lull.begin();
      result.r2 = result.r1 && lull.goOn();
    }

    /** Whether the server is to close the connection. */
    @Actor
    public void server(ZZZ_Result result) {
      result.r3 = lull.end();
    }
  }
}
