package org.stoplog.server.accounts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;

/** What waits for another person, for programs to tell of it. None decides: see the pages. */
@Controller
final class ApprovalsApi {
  private final Approvals approvals;

  ApprovalsApi(Approvals approvals) {
    this.approvals = approvals;
  }

  /**
   * An approval that waits.
   *
   * @param act which kind of act it is
   * @param content SHA-256 of what would be approved
   * @param path of the page on which a person decides
   */
  record Waiting(
      UUID id,
      long number,
      String act,
      String title,
      String content,
      UUID askedBy,
      Instant askedAt,
      Instant expiresAt,
      String path) {}

  @Access(value = Permission.WORK, listener = Listener.INTERNAL, byToken = true)
  @Summary("Lists what waits for a decision and this caller sees, the most urgent first.")
  @GetMapping(ApiAnswers.ROOT + "/approvals")
  ResponseEntity<ApiAnswers.Page<Waiting>> list() {
    List<Waiting> waiting =
        approvals.open(Caller.signedIn()).stream()
            .map(
                one ->
                    new Waiting(
                        one.id(),
                        one.number(),
                        one.act(),
                        one.title(),
                        one.content().hex(),
                        one.askedBy(),
                        one.askedAt(),
                        one.expiresAt(),
                        "/approvals/" + one.id()))
            .toList();
    return ApiAnswers.ok(new ApiAnswers.Page<>(waiting, null));
  }
}
