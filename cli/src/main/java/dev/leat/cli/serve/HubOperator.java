package dev.leat.cli.serve;

import dev.leat.cli.local.LocalInput;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.InputKind;
import dev.leat.cli.shell.Reasons;
import dev.leat.framing.FrameTooLong;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import dev.leat.services.Hub;
import java.io.IOException;
import java.util.List;

/** Has a hub say what comes from standard input. */
final class HubOperator {
  private final LocalInput input;
  private final Hub hub;
  private final HubReports reports;
  private final Console console;

  HubOperator(LocalInput input, Hub hub, HubReports reports, Console console) {
    this.input = input;
    this.hub = hub;
    this.reports = reports;
    this.console = console;
  }

  /** Begins, on a thread that may wait for input for ever and does not keep the process. */
  void start(Serving serving) {
    Thread.ofPlatform().daemon().name("leat-input").start(() -> run(serving));
  }

  private void run(Serving serving) {
    try {
      if (console.inKind() == InputKind.DATA) {
        reports.awaitSomebody();
      }
      List<Message> messages = input.next();
      while (!messages.isEmpty()) {
        for (Message message : messages) {
          say(message);
        }
        messages = input.next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      serving.fail(e); // which nobody hears if the hub has ended before its input
    }
  }

  private void say(Message message) throws IOException {
    try {
      hub.say(message);
      if (reports.nobody()) {
        console.say("nobody is here to hear that");
      }
    } catch (UnencodableMessage | FrameTooLong e) {
      console.error("not sent: " + Reasons.of(e));
    }
  }
}
