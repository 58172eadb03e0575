package org.stoplog.server.packs;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.InvalidBody;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;
import org.stoplog.server.platform.Summary;

/** Evidence packs for programs, which may have one made. A person takes it, on its page. */
@Controller
final class PacksApi {
  private static final String PATH = ApiAnswers.ROOT + "/incidents/{id}/packs";

  private final IncidentDoor door;
  private final PackActs acts;

  PacksApi(IncidentDoor door, PackActs acts) {
    this.door = door;
    this.acts = acts;
  }

  /**
   * A pack.
   *
   * @param edition authority or public
   * @param askedAt the time that stands in it
   * @param madeAt null while it is being made, as all that follows
   * @param sha256 of the file
   * @param entry of the audit log that its checkpoint signs
   */
  record OnePack(
      UUID id,
      int number,
      String edition,
      UUID madeBy,
      Instant askedAt,
      @Nullable Instant madeAt,
      @Nullable String sha256,
      @Nullable Long bytes,
      @Nullable Long entry) {
    static OnePack of(Pack pack) {
      Pack.Made made = pack.made();
      return new OnePack(
          pack.id(),
          pack.number(),
          pack.edition().word(),
          pack.madeBy(),
          pack.askedAt(),
          made == null ? null : made.at(),
          made == null ? null : made.sha256(),
          made == null ? null : made.bytes(),
          made == null ? null : made.entry());
    }
  }

  /** For whom: authority or public. */
  record NewPack(String edition) {}

  /** A pack whose making was started; see /api/v1/running/{id}. */
  record StartedPack(UUID pack, UUID work) {}

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("Evidence packs of an incident, newest first.")
  @GetMapping(PATH)
  ResponseEntity<ApiAnswers.Page<OnePack>> packs(
      @PathVariable("id") UUID id,
      @RequestParam(name = "before", required = false) @Nullable Integer before,
      @RequestParam(name = "limit", required = false) @Nullable Integer asked) {
    int limit = ApiAnswers.limit(asked);
    int below = before == null ? Integer.MAX_VALUE : before;
    List<Pack> found =
        door.read(Caller.signedIn(), id, seen -> new PackRows(seen.jdbc()).of(seen.id())).stream()
            .filter(pack -> pack.number() < below)
            .limit(limit + 1L)
            .toList();
    return ApiAnswers.ok(
        ApiAnswers.page(found, limit, OnePack::of, pack -> String.valueOf(pack.number())));
  }

  @Access(value = Permission.READ_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary("One evidence pack.")
  @GetMapping(PATH + "/{pack}")
  ResponseEntity<OnePack> pack(@PathVariable("id") UUID id, @PathVariable("pack") UUID pack) {
    return ApiAnswers.ok(
        OnePack.of(door.read(Caller.signedIn(), id, seen -> PackActs.find(seen, pack))));
  }

  @Access(value = Permission.WORK_ON_INCIDENTS, listener = Listener.INTERNAL, byToken = true)
  @Summary(value = "Starts making an evidence pack; a person takes it on its page.", status = 202)
  @PostMapping(PATH)
  ResponseEntity<StartedPack> make(@PathVariable("id") UUID id, @JsonBody NewPack wanted) {
    Pack.Edition edition =
        Pack.Edition.of(wanted.edition())
            .orElseThrow(() -> new InvalidBody("/edition", "One of authority, public."));
    PackActs.Started started = acts.make(Caller.signedIn(), id, edition);
    return ApiAnswers.started(
        ApiAnswers.ROOT + "/running/" + started.work(),
        new StartedPack(started.pack(), started.work()));
  }
}
