package org.stoplog.gateway.program;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.journal.JournalOptions;

/**
 * How a gateway runs, as its owner wrote it; docs/guide/gateway.md has the table.
 *
 * @param host address that applications reach
 * @param adminPort of health and metrics, on this machine alone
 * @param forwardPort for applications that use it as their proxy, 0 for none
 * @param threads event loops
 * @param data folder of the journal and the policy
 * @param pairing what the server gave; null for the gateway inside a server
 * @param mostRead bytes of a body that is read; what is longer goes on unread
 * @param journal limits of it
 * @param supplierCa certificates of authorities to believe of suppliers instead of the usual ones
 * @param serverCa certificates of an authority to believe of the server beside the usual ones
 * @param certificate chain of the gateway's own, PEM; null where it speaks without TLS
 * @param privateKey of it, PKCS#8 in PEM; null with the certificate
 * @param sendersCa authorities whose certificates senders may show; null when none is asked for
 * @param accessLog {@code -} for the output, null for none
 */
public record GatewaySettings(
    String host,
    int port,
    int adminPort,
    int forwardPort,
    int threads,
    Path data,
    @Nullable Path pairing,
    int mostRead,
    JournalOptions journal,
    @Nullable Path supplierCa,
    @Nullable Path serverCa,
    @Nullable Path certificate,
    @Nullable Path privateKey,
    @Nullable Path sendersCa,
    @Nullable String accessLog) {
  private static final int USUAL_PORT = 7880;
  private static final int USUAL_ADMIN_PORT = 7881;
  private static final long MB = 1 << 20;
  private static final int MOST_THREADS = 64;
  private static final Set<String> NAMES =
      Set.of(
          "host",
          "port",
          "admin-port",
          "forward-port",
          "threads",
          "data",
          "pairing",
          "most-read",
          "segment-size",
          "segment-age",
          "segment-drain",
          "disk-reserve",
          "supplier-ca",
          "server-ca",
          "certificate",
          "private-key",
          "senders-ca",
          "access-log");

  /**
   * Reads a file of lines {@code name=value}; paths are beside it.
   *
   * @throws StoplogException SETTINGS_INVALID with file, line and name; FILE_NOT_FOUND
   */
  public static GatewaySettings read(Path file) {
    SettingsFile lines = SettingsFile.read(file, NAMES);
    return read(lines, lines.neededPath("pairing"));
  }

  /**
   * The same for a gateway inside a server, which pairs it.
   *
   * @throws StoplogException as {@link #read}
   */
  public static GatewaySettings readInside(Path file) {
    SettingsFile lines = SettingsFile.read(file, NAMES);
    if (lines.path("pairing") != null) {
      throw lines.wrongValue("pairing", "left out where the server itself pairs the gateway");
    }
    return read(lines, null);
  }

  private static GatewaySettings read(SettingsFile lines, @Nullable Path pairing) {
    int port = lines.number("port", USUAL_PORT, 1, 65_535);
    int adminPort = lines.number("admin-port", USUAL_ADMIN_PORT, 1, 65_535);
    if (port == adminPort) {
      throw lines.wrongValue("admin-port", "another than port");
    }
    int forwardPort = lines.number("forward-port", 0, 1, 65_535);
    if (forwardPort == port || forwardPort == adminPort) {
      throw lines.wrongValue("forward-port", "another than port and admin-port");
    }
    String host = lines.text("host", "127.0.0.1");
    if (!host.matches("[0-9A-Za-z.:-]{1,255}")) {
      throw lines.wrongValue("host", "an address of this machine");
    }
    String accessLog = lines.text("access-log", "");
    Path certificate = lines.existing("certificate");
    Path privateKey = lines.existing("private-key");
    Path sendersCa = lines.existing("senders-ca");
    if ((certificate == null) != (privateKey == null)) {
      throw lines.wrongValue(
          certificate == null ? "certificate" : "private-key",
          "given together with " + (certificate == null ? "private-key" : "certificate"));
    }
    if (sendersCa != null && certificate == null) {
      throw lines.wrongValue("senders-ca", "given together with certificate and private-key");
    }
    JournalOptions usual = JournalOptions.DEFAULT;
    return new GatewaySettings(
        host,
        port,
        adminPort,
        forwardPort,
        lines.number(
            "threads",
            Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()),
            1,
            MOST_THREADS),
        lines.neededPath("data"),
        pairing,
        (int) lines.size("most-read", 8 * MB, MB >> 6, 64 * MB),
        new JournalOptions(
            lines.size("segment-size", usual.segmentBytes(), MB, 256 * MB),
            lines.time(
                "segment-age", usual.segmentAge(), Duration.ofSeconds(1), Duration.ofHours(1)),
            lines.time("segment-drain", usual.drain(), Duration.ofSeconds(1), Duration.ofHours(1)),
            usual.waitingBytes(),
            usual.outcomeDelay(),
            lines.size("disk-reserve", usual.reserveBytes(), MB, 1024 * 1024 * MB)),
        lines.existing("supplier-ca"),
        lines.existing("server-ca"),
        certificate,
        privateKey,
        sendersCa,
        accessLog.isEmpty()
            ? null
            : accessLog.equals("-") ? accessLog : String.valueOf(lines.path("access-log")));
  }
}
