package dev.leat.cli.replay;

import dev.leat.cli.pace.Speed;
import dev.leat.cli.replay.Excerpt.Bounds;
import dev.leat.cli.replay.ReplayEndOptions.Terms;
import dev.leat.cli.shell.Failure;
import dev.leat.stream.MessageLog;
import java.io.IOException;
import java.nio.file.Path;

/** Has one performance after the other take place on a stage. */
final class Conductor {
  private final Path path;
  private final MessageLog store;
  private final Excerpt excerpt;
  private final Speed speed;
  private final Terms terms;
  private final Stage stage;

  Conductor(Path path, MessageLog store, Excerpt excerpt, Speed speed, Terms terms, Stage stage) {
    this.path = path;
    this.store = store;
    this.excerpt = excerpt;
    this.speed = speed;
    this.terms = terms;
    this.stage = stage;
  }

  /** Conducts until it is interrupted. */
  void run() throws IOException, InterruptedException, Failure {
    for (int number = 1; ; number++) {
      // Those who stay for the next one need not wait for others again.
      stage.awaitAudience(terms.loop() && number > 1 ? 1 : terms.waitFor());
      Bounds bounds = excerpt.in(store, path, store.written());
      stage.begin(bounds.first());
      stage.end(Schedule.needed(bounds, speed, store) ? paced(bounds) : atOnce(bounds));
    }
  }

  /** Everything is due; answers where it ends. */
  private long atOnce(Bounds bounds) throws InterruptedException {
    stage.due(bounds.end());
    if (!bounds.open()) {
      return bounds.end();
    }
    Schedule.awaitWriter(store);
    return store.next();
  }

  private long paced(Bounds bounds) throws IOException, InterruptedException {
    try (var schedule = new Schedule(store, bounds, speed)) {
      long due = bounds.first();
      for (long next; (next = schedule.await()) > due; due = next) {
        stage.due(next);
        if (due == bounds.first()) {
          schedule.begun(stage.awaitFirst());
        }
      }
      return due;
    }
  }
}
