package dev.leat.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.framing.Framing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cursor that is told to end behind what is there. */
class EndHereTest {
  private final MessageLog log =
      MessageLog.inMemory(Framing.lines(), LogOptions.standard().retention(4096));

  @AfterEach
  void close() {
    log.close();
  }

  private static String rest(Cursor cursor) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var channel = Channels.newChannel(bytes);
    while (cursor.writeTo(channel) >= 0) {}
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void itReadsWhatIsThereAndNothingThatIsAppendedLater() throws Exception {
    log.append("a");
    try (Cursor cursor = log.cursor(Start.earliest())) {
      log.append("b");
      cursor.endHere();
      log.append("c");
      assertThat(rest(cursor)).isEqualTo("a\nb\n");
      assertThat(cursor.writeTo(Channels.newChannel(new ByteArrayOutputStream()))).isEqualTo(-1);
    }
  }

  @Test
  void theFirstTimeCounts() throws Exception {
    try (Cursor cursor = log.cursor(Start.earliest())) {
      log.append("a");
      cursor.endHere();
      log.append("b");
      cursor.endHere();
      assertThat(cursor.next()).extracting(Entry::offset).isEqualTo(0L);
      assertThat(cursor.next()).isNull();
    }
  }

  @Test
  void oneThatWaitsForMessagesIsWokenAndEnds() throws Exception {
    try (Cursor cursor = log.cursor(Start.earliest())) {
      var reading = new FutureTask<>(() -> rest(cursor));
      Thread reader = Thread.ofPlatform().start(reading);
      while (reader.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      cursor.endHere();
      assertThat(reading.get(20, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @Test
  void oneThatIsOvertakenMissesOnlyWhatWasForIt() throws Exception {
    try (Cursor cursor = log.cursor(Start.earliest())) {
      for (int i = 0; i < 10; i++) {
        log.append("message " + i);
      }
      cursor.endHere();
      for (int i = 10; i < 5000; i++) {
        log.append("message " + i);
      }
      assertThat(rest(cursor)).isEmpty();
      assertThat(cursor.counts()).isEqualTo(new CursorCounts(10, 0, 0, 0, 10));
    }
  }

  @Test
  void oneThatHasReadEverythingGivesUpItsPlaceAtOnce() throws Exception {
    log.append("a");
    try (Cursor cursor = log.cursor(Start.earliest(), Slow.DISCONNECT)) {
      cursor.next();
      cursor.endHere();
      assertThat(log.counts().cursors()).isZero();
      for (int i = 0; i < 5000; i++) {
        log.append("message " + i);
      }
      assertThat(log.counts().disconnected()).isZero();
      assertThat(log.counts().memory()).isEqualTo(4096);
      assertThat(cursor.next()).isNull();
    }
  }
}
