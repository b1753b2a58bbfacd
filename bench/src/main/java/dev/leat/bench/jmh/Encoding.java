package dev.leat.bench.jmh;

import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.framing.Message;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Messages framed into a block of 64 KiB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = "--sun-misc-unsafe-memory-access=allow") // without it Netty is slower
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Encoding {
  /** The framing's text form. */
  @Param({"lines", "u32be", "header:10", "netstring", "slip", "cobs", "json"})
  public String framing = "lines";

  /** Bytes of a message. */
  @Param({"20", "100", "1000"})
  public int size;

  private final ByteBuffer block = ByteBuffer.allocateDirect(64 << 10);
  private Framing parsed = Framing.lines();
  private ByteBuffer message = ByteBuffer.allocate(0);

  /** Prepares the message, which is a JSON string of letters. */
  @Setup
  public void prepare() {
    parsed = Framing.parse(framing);
    message = ByteBuffer.wrap(Message.of('"' + "x".repeat(size - 2) + '"').bytes());
  }

  /** Fills the block. */
  @Benchmark
  public void leat(Messages counter) throws FramingException {
    block.clear();
    long bound = parsed.frameBound(size);
    while (block.remaining() >= bound) {
      parsed.encode(message.rewind(), block);
      counter.messages++;
    }
  }
}
