package org.stoplog.server.gateways;

import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.GatewayCaller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.ServerClock;
import org.stoplog.server.platform.Transactions;

/** All that gateways can ask. */
@Controller
final class DoorController {
  /** A segment is at most 256 MiB of records, and has its last blocks and outcomes on top. */
  private static final long LARGEST = 320L << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final int SEGMENTS_AT_ONCE = 4;

  /** Which content is kept now: without it a gateway deletes nothing, whatever answered. */
  private static final String KEPT_HEADER = "Stoplog-Kept";

  /** RFC 9530, 2. */
  private static final Pattern DIGEST = Pattern.compile("sha-256=:([A-Za-z0-9+/]{43}=):");

  private final Transactions transactions;
  private final ServerClock clock;
  private final Policies policies;
  private final PolicyNews news;
  private final SegmentInbox inbox;
  private final Semaphore free = new Semaphore(SEGMENTS_AT_ONCE);

  DoorController(
      Transactions transactions,
      ServerClock clock,
      Policies policies,
      PolicyNews news,
      SegmentInbox inbox) {
    this.transactions = transactions;
    this.clock = clock;
    this.policies = policies;
    this.news = news;
    this.inbox = inbox;
  }

  /** Answers when there is a policy after the one named, at the latest after 25 seconds. */
  @Access(value = Permission.GATEWAY, listener = Listener.GATEWAY)
  @GetMapping("/gateway/v1/policy")
  ResponseEntity<byte[]> policy(@RequestParam("after") String after, HttpServletRequest request)
      throws InterruptedException {
    UUID gateway = GatewayCaller.of(request);
    long known = number("after", after);
    seen(gateway, request);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      long told = news.count();
      Policies.Handed handed = handedTo(gateway);
      if (handed.isHanded() && handed.version() > known) {
        return ResponseEntity.ok()
            .contentType(MediaType.APPLICATION_JSON)
            .header(Version.HEADER, String.valueOf(handed.version()))
            .body(policies.json(handed));
      }
      if (!news.await(told, deadline)) {
        return ResponseEntity.status(HttpStatus.NOT_MODIFIED).build();
      }
    }
  }

  /** Whoever waits may have been revoked meanwhile. */
  private Policies.Handed handedTo(UUID gateway) {
    return transactions.run(
        jdbc -> {
          Gateway known = new GatewayRows(jdbc).find(gateway).orElseThrow(GatewayCaller::refused);
          if (known.pairedAt() == null) {
            throw GatewayCaller.refused();
          }
          return Policies.handed(jdbc);
        });
  }

  private void seen(UUID gateway, HttpServletRequest request) {
    String version = request.getHeader(Version.HEADER);
    Long obeys = version == null ? null : Long.valueOf(number(Version.HEADER, version));
    Health health = Health.of(request.getHeader(Health.HEADER));
    transactions.run(
        jdbc -> {
          new GatewayRows(jdbc).seen(gateway, clock.now(), obeys, health);
          return true;
        });
  }

  /** Takes a segment. One that is here already is answered again; another content never is. */
  @Access(value = Permission.GATEWAY, listener = Listener.GATEWAY)
  @PutMapping("/gateway/v1/segments/{number}")
  ResponseEntity<Void> segment(@PathVariable("number") String number, HttpServletRequest request)
      throws IOException {
    UUID gateway = GatewayCaller.of(request);
    long segment = number("the number of a segment", number);
    byte[] sha256 = digest(request.getHeader("Content-Digest"));
    if (segment < 1 || request.getContentLengthLong() > LARGEST) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "Segments are numbered from 1, and have up to 320 MiB.");
    }
    if (!free.tryAcquire()) {
      throw new StoplogException(
          Problem.SERVER_BUSY, SEGMENTS_AT_ONCE + " segments are being taken in already.");
    }
    try {
      SegmentInbox.Kept kept =
          inbox.keep(gateway, segment, sha256, new Bounded(request.getInputStream()));
      if (kept == SegmentInbox.Kept.OTHER) {
        refuse(gateway, segment);
      }
      return ResponseEntity.noContent()
          .header(KEPT_HEADER, "sha-256=:" + Base64.getEncoder().encodeToString(sha256) + ":")
          .build();
    } finally {
      free.release();
    }
  }

  /** The gateway's page says it too, until another segment differs. */
  private void refuse(UUID gateway, long segment) {
    transactions.run(
        jdbc -> {
          new GatewayRows(jdbc).differs(gateway, segment, clock.now());
          return true;
        });
    throw new StoplogException(
        Problem.SEGMENT_DIFFERS, "Segment " + segment + " was kept before, with another content.");
  }

  private static long number(String what, String text) {
    OptionalLong number = Version.of(text);
    return number.orElseThrow(
        () ->
            new StoplogException(
                Problem.REQUEST_INVALID, what + " is a whole number of up to 15 digits."));
  }

  private static byte[] digest(@Nullable String header) {
    Matcher form = DIGEST.matcher(header == null ? "" : header.strip());
    if (!form.matches()) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "Content-Digest is written as sha-256=:BASE64:");
    }
    return Base64.getDecoder().decode(form.group(1));
  }

  /** Ends what does not say how long it is, and does not end. */
  private static final class Bounded extends FilterInputStream {
    private long left = LARGEST;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = super.read(bytes, from, length);
      count(Math.max(read, 0));
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      throw new IOException("a segment is read whole");
    }

    private void count(int read) {
      left -= read;
      if (left < 0) {
        throw new StoplogException(Problem.REQUEST_INVALID, "A segment has up to 320 MiB.");
      }
    }
  }
}
