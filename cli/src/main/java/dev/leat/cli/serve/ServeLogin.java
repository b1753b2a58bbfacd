package dev.leat.cli.serve;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.Failure;
import dev.leat.cli.shell.UsageError;
import dev.leat.framing.Framing;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.Transport;
import dev.leat.services.Login;
import dev.leat.services.Users;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leat serve login}: lets in who knows a password. */
@Command(
    name = "login",
    customSynopsis = {
      "leat serve login --users FILE [OPTION...] [ENDPOINT]",
      "       leat serve login --users FILE --add-user NAME"
    },
    header = "Receives a name and a password. Port 9999.",
    description = {
      "Receives a user name, then a password, and says \"hello NAME, welcome to the server\" or"
          + " that the login is refused. Guessing is slow: the answer to a wrong one waits, longer"
          + " each time, and after ten of them an address is not heard for 15 minutes.",
      "",
      "The file holds names and Argon2id hashes, no passwords. Names and outcomes are said on"
          + " standard error.",
      "",
      "A message is a line, or what has come when nothing more comes for 200 ms; once a client"
          + " has sent a line end, only lines count."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat serve login --users users.txt --add-user admin    asks for a password",
      "  leat serve login --users users.txt                     on localhost:9999"
    })
final class ServeLogin extends Service {
  /** Longer than anybody has to wait for an answer. */
  private static final Duration IDLE = Duration.ofMinutes(2);

  @Option(
      names = "--users",
      paramLabel = "FILE",
      required = true,
      description = "Who may log in: a file made by --add-user.")
  private @Nullable Path file;

  @Option(
      names = "--add-user",
      paramLabel = "NAME",
      description =
          "Add this user to the file, or change the password, and do nothing else. The password"
              + " is asked for twice, or read from standard input.")
  private @Nullable String newUser;

  ServeLogin(Console console) {
    super(console, 9999, Framing.raw());
  }

  @Override
  boolean clientsSpeak() {
    return true;
  }

  @Override
  Duration idle() {
    return IDLE;
  }

  @Override
  public Integer call() throws Exception {
    if (file == null) {
      throw new UsageError("who may log in? --users FILE");
    }
    var users = Users.in(file);
    return newUser == null ? serveLogins(users, file) : add(newUser, users, file);
  }

  private int add(String name, Users users, Path where) throws IOException, Failure {
    try {
      Users.check(name);
      String password = new PasswordPrompt(console).ask(name);
      boolean known = users.put(name, password);
      console.say(known ? "changed the password of " + name : "added " + name + " to " + where);
      return ExitStatus.DONE;
    } catch (IllegalArgumentException e) {
      throw new UsageError("--add-user: " + e.getMessage());
    }
  }

  private int serveLogins(Users users, Path where) throws Exception {
    try {
      if (users.count() == 0) {
        console.say(where + " is empty: nobody can log in");
      }
      if (users.writableByOthers()) {
        throw new Failure(
            "others can write %s, and so make themselves users: chmod 600 %s"
                .formatted(where, where));
      }
      if (users.readableByOthers()) {
        console.error("warning: others can read %s: chmod 600 %s".formatted(where, where));
      }
    } catch (NoSuchFileException e) {
      throw new Failure(
          "no such file: %s: leat serve login --users %s --add-user NAME makes it"
              .formatted(where, where),
          e);
    }
    warnOfEavesdroppers(endpoint());
    ConnectionOptions connections = connections();
    try (var login = new Login(users, new LoginReports(console))) {
      return serve(new Serving(console), connections, login);
    }
  }

  private void warnOfEavesdroppers(Endpoint endpoint) {
    if (endpoint.transport() == Transport.TCP && !endpoint.thisMachineOnly()) {
      console.error(
          "warning: passwords come over "
              + endpoint
              + " as they are, and anyone on the way can read them");
    }
  }
}
