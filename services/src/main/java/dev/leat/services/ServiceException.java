package dev.leat.services;

import java.io.IOException;

/** A peer that a service has to part with. The message says why, to whoever runs the service. */
public final class ServiceException extends IOException {
  private static final long serialVersionUID = 1;

  ServiceException(String why) {
    super(why);
  }
}
