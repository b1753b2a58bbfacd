package dev.leat.cli;

import picocli.CommandLine.IVersionProvider;

/**
 * What {@code --version} prints: the version in the manifest of our jar, and the Java that runs it.
 */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "leat " + (version == null ? "(not from a jar)" : version) + ", Java " + Runtime.version()
    };
  }
}
