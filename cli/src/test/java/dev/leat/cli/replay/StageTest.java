package dev.leat.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.replay.Stage.Visit;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 1, unit = TimeUnit.MINUTES)
class StageTest {
  /** Everybody is here, and the first message is due. */
  private static Visit[] begun(Stage stage, int visits) throws Exception {
    var all = new Visit[visits];
    for (int i = 0; i < visits; i++) {
      all[i] = stage.enter();
    }
    stage.begin(7);
    stage.due(8);
    for (Visit visit : all) {
      assertThat(visit.awaitMore(() -> true)).isEqualTo(8);
    }
    return all;
  }

  @Test
  void whatFollowsIsTimedAgainstTheMomentAtWhichTheLastHadTheFirstMessage() throws Exception {
    var stage = new Stage(false, Duration.ofHours(1)); // however late the last one is
    Visit[] all = begun(stage, 2);
    all[0].moved(8);
    var waiting = new FutureTask<>(stage::awaitFirst);
    Thread.ofVirtual().start(waiting);
    long before = System.nanoTime();
    all[1].moved(8);
    long after = System.nanoTime();
    assertThat(waiting.get()).isBetween(before, after);
  }

  @Test
  void whoLeavesOrTakesNothingHoldsUpNobody() throws Exception {
    var stage = new Stage(false);
    Visit[] all = begun(stage, 3);
    long before = System.nanoTime();
    all[0].moved(8);
    long after = System.nanoTime();
    all[1].leave();
    assertThat(stage.awaitFirst()).isBetween(before, after);
  }
}
