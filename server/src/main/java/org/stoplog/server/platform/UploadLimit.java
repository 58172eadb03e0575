package org.stoplog.server.platform;

/** The size of the largest file that may be uploaded. */
public record UploadLimit(long bytes) {
  public static final UploadLimit DEFAULT = new UploadLimit(2L << 30);

  /** What the other fields of a form and the lines between may take. */
  private static final long AROUND = 1 << 20;

  public UploadLimit {
    if (bytes < 1) {
      throw new IllegalArgumentException("no file has no bytes");
    }
  }

  /** The largest request that holds such a file. */
  long requestBytes() {
    return bytes + AROUND;
  }

  /** For people: {@code 2 GB}. */
  public String text() {
    long megabytes = bytes >> 20;
    return megabytes >= 1024 && megabytes % 1024 == 0
        ? (megabytes >> 10) + " GB"
        : megabytes > 0 ? megabytes + " MB" : bytes + " bytes";
  }
}
