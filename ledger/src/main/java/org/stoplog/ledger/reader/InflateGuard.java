package org.stoplog.ledger.reader;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** What comes out of a compressed stream, ended when it is a bomb. */
final class InflateGuard extends FilterInputStream {
  /** Below this no ratio is looked at: a small file of one value repeated is no bomb. */
  private static final long RATIO_FROM = 64 << 20;

  private final ReadRequest.Limits limits;
  private final LongSupplier compressed;
  private long count;

  /**
   * @param compressed bytes of the file on the disk that were read so far
   */
  InflateGuard(InputStream in, ReadRequest.Limits limits, LongSupplier compressed) {
    super(in);
    this.limits = limits;
    this.compressed = compressed;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    if (next >= 0) {
      count(1);
    }
    return next;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int n = super.read(bytes, from, length);
    count(Math.max(0, n));
    return n;
  }

  private void count(int more) {
    count += more;
    if (count > limits.inflatedBytes()) {
      throw new StoplogException(
          Problem.ARCHIVE_TOO_LARGE,
          "the file inflates to more than " + limits.inflatedBytes() + " bytes");
    }
    if (count > RATIO_FROM && count / limits.inflateRatio() > Math.max(1, compressed.getAsLong())) {
      throw new StoplogException(
          Problem.ARCHIVE_TOO_LARGE,
          "the file inflates to more than " + limits.inflateRatio() + " times its size");
    }
  }
}
