package org.stoplog.server.incidents;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;

/**
 * Tells an open room that something changed, as server-sent events (HTML Living Standard, 9.2): the
 * number of the version and no more. What is shown is fetched again with its own permission.
 *
 * <p>One event ends the answer, and so does a minute: browsers ask again by themselves, and are
 * looked at anew then. Nobody stays connected who was signed out or removed.
 */
@Controller
final class ChangesController {
  private static final Duration BEAT = Duration.ofSeconds(15);
  private static final int BEATS = 4;

  private final Incidents incidents;
  private final RoomWatch watch;

  ChangesController(Incidents incidents, RoomWatch watch) {
    this.incidents = incidents;
    this.watch = watch;
  }

  /**
   * @param since version that the page shows
   */
  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL)
  @GetMapping("/incidents/{id}/changes")
  void changes(
      @PathVariable("id") UUID id,
      @RequestParam("since") long since,
      HttpServletResponse response) {
    Caller caller = Caller.signedIn();
    long version = incidents.read(caller, id, inside -> inside.incident().version());
    response.setContentType("text/event-stream");
    try {
      follow(response.getOutputStream(), new RoomWatch.Room(id, caller.account()), since, version);
    } catch (IOException e) {
      // Nobody reads it any more: the tab was closed, which is no fault of anything.
      return;
    }
  }

  private void follow(OutputStream out, RoomWatch.Room room, long since, long version)
      throws IOException {
    if (version != since) {
      tell(out, version);
      return;
    }
    for (int i = 0; i < BEATS; i++) {
      switch (watch.await(room, since, BEAT)) {
        case RoomWatch.News.Changed changed -> {
          tell(out, changed.version());
          return;
        }
        // A comment, so that proxies keep the connection and we learn when nobody is there.
        case RoomWatch.News.Nothing nothing -> out.write(":\n\n".getBytes(US_ASCII));
        case RoomWatch.News.Over over -> {
          return;
        }
      }
      out.flush();
    }
  }

  private static void tell(OutputStream out, long version) throws IOException {
    out.write("event: version\ndata: %d\n\n".formatted(version).getBytes(US_ASCII));
  }
}
