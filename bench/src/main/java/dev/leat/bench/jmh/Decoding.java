package dev.leat.bench.jmh;

import static java.util.Objects.requireNonNull;

import dev.leat.framing.Decoder;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.framing.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * Messages out of blocks of 64 KiB. Netty's decoder is called in a tight loop, without a pipeline,
 * which is faster for it. What is lent is a slice on both sides (Netty's is released); what is
 * owned, an array of its own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = "--sun-misc-unsafe-memory-access=allow") // without it Netty is slower
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class Decoding {
  /** Bytes of a message. */
  @Param({"20", "100", "1000"})
  public int size;

  /** Where the block is. */
  @Param({"heap", "direct"})
  public String memory = "heap";

  private final Framing framing;
  private final Decoder decoder;
  private @Nullable Block block;

  Decoding(Framing framing) {
    this.framing = framing;
    this.decoder = framing.decoder();
  }

  /** Netty's next message; null when there is none. */
  abstract @Nullable ByteBuf next(ByteBuf input) throws Exception;

  /** Fills the block. */
  @Setup
  public void fill() throws FramingException {
    block = Block.of(framing, size, memory.equals("direct"));
  }

  private ByteBuffer leatBlock() {
    return requireNonNull(block).leat().rewind();
  }

  private ByteBuf nettyBlock() {
    return requireNonNull(block).netty().readerIndex(0);
  }

  /** Ours, lent. */
  @Benchmark
  public void leatLent(Messages counter, Blackhole sink) throws FramingException {
    ByteBuffer input = leatBlock();
    for (ByteBuffer message; (message = decoder.decode(input)) != null; ) {
      sink.consume(message);
      counter.messages++;
    }
  }

  /** Ours, owned. */
  @Benchmark
  public void leatOwned(Messages counter, Blackhole sink) throws FramingException {
    ByteBuffer input = leatBlock();
    for (ByteBuffer message; (message = decoder.decode(input)) != null; ) {
      sink.consume(Message.copyOf(message));
      counter.messages++;
    }
  }

  /** Ours, counted only. */
  @Benchmark
  public void leatSkipped(Messages counter) throws FramingException {
    ByteBuffer input = leatBlock();
    while (decoder.skip(input)) {
      counter.messages++;
    }
  }

  /** Netty's, lent. */
  @Benchmark
  public void nettyLent(Messages counter, Blackhole sink) throws Exception {
    ByteBuf input = nettyBlock();
    for (ByteBuf message; (message = next(input)) != null; ) {
      sink.consume(message);
      message.release();
      counter.messages++;
    }
  }

  /** Netty's, owned. */
  @Benchmark
  public void nettyOwned(Messages counter, Blackhole sink) throws Exception {
    ByteBuf input = nettyBlock();
    for (ByteBuf message; (message = next(input)) != null; ) {
      sink.consume(ByteBufUtil.getBytes(message));
      message.release();
      counter.messages++;
    }
  }
}
