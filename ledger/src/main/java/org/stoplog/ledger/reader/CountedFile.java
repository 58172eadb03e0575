package org.stoplog.ledger.reader;

import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that says how far it was read; the position may be asked for on any thread. */
final class CountedFile extends FilterInputStream {
  private volatile long position;

  CountedFile(Path file) throws IOException {
    super(Files.newInputStream(file));
  }

  long position() {
    return position;
  }

  @Override
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // Read by one thread at a time.
  public int read() throws IOException {
    int next = super.read();
    if (next >= 0) {
      position = position + 1;
    }
    return next;
  }

  @Override
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // Read by one thread at a time.
  public int read(byte[] bytes, int from, int length) throws IOException {
    int n = super.read(bytes, from, length);
    position = position + Math.max(0, n);
    return n;
  }
}
