package dev.leat.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.framing.CodecException;
import dev.leat.framing.FrameTooLong;
import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.ConnectionPair;
import dev.leat.net.Timeouts;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DialogueTest {
  private static final ConnectionOptions RAW = ConnectionOptions.standard().framing(Framing.raw());

  private final ConnectionPair pair = ConnectionPair.open(RAW);
  private final Dialogue dialogue = new Dialogue(pair.right());

  private void say(String text) throws IOException {
    pair.left().send(text);
  }

  @Test
  void aLineIsAQuestionWhateverCameWithIt() throws Exception {
    say("one\ntwo\r\n\nthr");
    say("ee\n");
    assertThat(dialogue.next()).isEqualTo(new Question("one", "\n"));
    assertThat(dialogue.next()).isEqualTo(new Question("two", "\r\n"));
    assertThat(dialogue.next()).isEqualTo(new Question("", "\n"));
    assertThat(dialogue.next()).isEqualTo(new Question("three", "\n"));
  }

  @Test
  void silenceEndsAQuestionOfAPeerThatEndsNothing() throws Exception {
    say("Zo");
    say("\u00EB");
    assertThat(dialogue.next()).isEqualTo(new Question("Zo\u00EB", ""));
    say("Bob");
    assertThat(dialogue.next()).isEqualTo(new Question("Bob", ""));
  }

  @Test
  void onceThereWasALineEndOnlyLinesCount() throws Exception {
    say("one\ntw");
    assertThat(dialogue.next()).isEqualTo(new Question("one", "\n"));
    Thread typist =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(500); // longer than silence takes elsewhere: what is tested
                say("o\n");
              } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(dialogue.next()).isEqualTo(new Question("two", "\n"));
    typist.join();
  }

  @Test
  void aLineEndThatComesLateBelongsToTheQuestionBefore() throws Exception {
    say("one");
    assertThat(dialogue.next()).isEqualTo(new Question("one", ""));
    say("\ntwo\n");
    assertThat(dialogue.next()).isEqualTo(new Question("two", "\n"));
  }

  @Test
  void theEndOfThePeerEndsTheLastQuestion() throws Exception {
    say("one\ntwo");
    pair.left().finishOutput();
    assertThat(dialogue.next()).isEqualTo(new Question("one", "\n"));
    assertThat(dialogue.next()).isEqualTo(new Question("two", ""));
    assertThat(dialogue.next()).isNull();
  }

  @Test
  void anAnswerEndsAsItsQuestion() throws Exception {
    dialogue.answer(new Question("", "\r\n"), "a");
    dialogue.answer(new Question("", ""), "b");
    pair.right().finishOutput();
    StringBuilder heard = new StringBuilder();
    for (Message message; (message = pair.left().receive()) != null; ) {
      heard.append(message);
    }
    assertThat(heard).hasToString("a\r\nb");
  }

  @Test
  void whereThereIsAFramingItSaysWhatAQuestionIs() throws Exception {
    ConnectionPair framed = ConnectionPair.open(RAW.framing("netstring"));
    var questions = new Dialogue(framed.right());
    framed.left().send("one\ntwo");
    Question question = questions.next();
    assertThat(question).isEqualTo(new Question("one\ntwo", ""));
    questions.answer(question, "answer");
    assertThat(framed.left().receive()).hasToString("answer");
  }

  @Test
  void whoeverSendsNoTextIsToldSo() throws Exception {
    pair.left().send(Message.of(new byte[] {'a', (byte) 0xFF, '\n'}));
    assertThatThrownBy(dialogue::next).isInstanceOf(CodecException.class);
    assertThat(pair.left().receive()).hasToString("not UTF-8: \\xFF at byte 1\n");
  }

  @Test
  void aQuestionHasALimitWhileItComes() throws Exception {
    var brief = new Dialogue(pair.right(), 10);
    say("0123456789\n01234567890");
    assertThat(brief.next()).isEqualTo(new Question("0123456789", "\n"));
    assertThatThrownBy(brief::next).isInstanceOf(FrameTooLong.class);
    assertThat(pair.left().receive()).asString().contains("10");
  }

  @Test
  void aLineThatComesByteByByteMustComeInTime() throws Exception {
    var hasty = RAW.timeouts(Timeouts.none().message(Duration.ofMillis(400)));
    ConnectionPair slow = ConnectionPair.open(hasty);
    var questions = new Dialogue(slow.right());
    slow.left().send("one\ntw");
    assertThat(questions.next()).isEqualTo(new Question("one", "\n"));
    assertThatThrownBy(questions::next)
        .isInstanceOf(ServiceException.class)
        .hasMessage("no complete message within 400 ms");
  }

  @Test
  void aLongLineInManyPiecesIsOne() throws Exception {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      say("piece " + i);
      line.append("piece ").append(i);
    }
    say("\nnext\n");
    assertThat(dialogue.next()).isEqualTo(new Question(line.toString(), "\n"));
    assertThat(dialogue.next()).isEqualTo(new Question("next", "\n"));
  }
}
