package dev.leat.stream;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Finds out what producers have sent to a stored stream: from what is noted at the beginning of its
 * newest segment, and the entries behind that. Where what is noted was lost, from the segment
 * before.
 */
final class ProducerHistory {
  private static final System.Logger LOG = System.getLogger(ProducerHistory.class.getName());

  private final StoreDirectory directory;
  private final int most;

  /**
   * @param most how many producers are known
   */
  ProducerHistory(StoreDirectory directory, int most) {
    this.directory = directory;
    this.most = most;
  }

  /** What producers have sent up to the end of the last of these segments. */
  Producers upTo(List<IndexHeader> segments) throws IOException {
    int from = segments.size();
    Producers producers = null;
    while (producers == null && from > 0) {
      from--;
      producers = ProducersFile.read(directory, segments.get(from), most);
    }
    if (producers == null) {
      producers = new Producers(most);
      if (!segments.isEmpty()) {
        LOG.log(
            Level.WARNING,
            "{0}: which producers the stream had before its oldest message is no longer known",
            directory.path());
      }
    }
    for (IndexHeader segment : segments.subList(from, segments.size())) {
      try (SegmentContent content = SegmentContent.open(directory, segment.baseOffset())) {
        content.scan().forEachKnown(producers::add);
      }
    }
    producers.forgetExpired();
    return producers;
  }
}
