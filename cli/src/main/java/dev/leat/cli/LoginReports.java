package dev.leat.cli;

import dev.leat.cli.shell.Console;
import dev.leat.net.Endpoint;
import dev.leat.services.LoginEvents;

/** Says who has logged in, and who was refused. */
final class LoginReports implements LoginEvents {
  private final Console console;

  LoginReports(Console console) {
    this.console = console;
  }

  @Override
  public void accepted(Endpoint peer, String name) {
    console.say("login of \"" + name + "\" from " + peer + ": accepted");
  }

  @Override
  public void refused(Endpoint peer, String name, String why) {
    console.say("login of \"" + name + "\" from " + peer + ": refused, " + why);
  }
}
