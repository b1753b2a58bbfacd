package dev.leat.cli.shell;

import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What an exception says to people. */
public final class Reasons {
  private Reasons() {}

  /** A sentence without its full stop. */
  public static String of(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException e -> "no such file: " + e.getFile();
      case AccessDeniedException e -> "permission denied: " + e.getFile();
      case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
      case FileNotFoundException e -> "cannot open " + message(e);
      default -> message(failure);
    };
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }
}
