package dev.leat.cli.serve;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.FewLines;
import dev.leat.net.Endpoint;
import dev.leat.services.LoginEvents;

/** Says who has logged in, and who was refused. */
final class LoginReports implements LoginEvents {
  private final Console console;
  private final FewLines crowd;

  LoginReports(Console console) {
    this.console = console;
    this.crowd = new FewLines(console, "further logins that are turned away");
  }

  @Override
  public void accepted(Endpoint peer, String name) {
    console.say("login of \"" + name + "\" from " + peer + ": accepted");
  }

  @Override
  public void turnedAway(Endpoint peer, String name, String why) {
    crowd.say("login of \"" + name + "\" from " + peer + ": turned away, " + why);
  }

  @Override
  public void refused(Endpoint peer, String name, String why) {
    console.say("login of \"" + name + "\" from " + peer + ": refused, " + why);
  }
}
