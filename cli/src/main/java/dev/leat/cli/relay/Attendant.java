package dev.leat.cli.relay;

/** What is done with a client. */
@FunctionalInterface
public interface Attendant {
  void attend(Party client) throws Exception;
}
