package dev.leat.cli.docs;

import org.junit.jupiter.api.Nested;

/** One class, lest two JVMs that test wait for each other: the pages name the same ports. */
class DocsTest {
  @Nested
  class LearnTest extends Learn {}

  @Nested
  class ReadmeTest extends Readme {}
}
