package org.stoplog.ledger.reader;

/** Hands the lines of a chunk to a decoder of events. */
final class LineChunks implements Lanes.ChunkDecoder {
  private final LineDecoder decoder;
  private final RowWriter out;

  LineChunks(LineDecoder decoder, RowWriter out) {
    this.decoder = decoder;
    this.out = out;
  }

  @Override
  public void decode(Chunk chunk) {
    Chunk.Fault fault = chunk.fault;
    if (fault != null) {
      out.begin(fault.line());
      out.leaveOut(null, fault.reason());
      return;
    }
    byte[] bytes = chunk.bytes;
    long line = chunk.firstLine;
    int from = 0;
    while (from < chunk.length) {
      int to = LineEnds.next(bytes, from, chunk.length);
      int end = to;
      while (end > from && bytes[end - 1] >= 0 && bytes[end - 1] <= ' ') {
        end--;
      }
      if (end > from) {
        decoder.decode(line, bytes, from, end, out);
      }
      line++;
      from = to + 1;
    }
  }
}
