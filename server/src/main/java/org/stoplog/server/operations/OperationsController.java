package org.stoplog.server.operations;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Gauge;
import org.stoplog.server.platform.Listener;
import org.stoplog.server.platform.Permission;

/** Tells what watches over the server whether it is well. */
@Controller
final class OperationsController {
  private static final MediaType PROMETHEUS =
      MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8");

  private final Health health;
  private final RequestCounts requests;
  private final List<Gauge.Source> sources;

  OperationsController(Health health, RequestCounts requests, List<Gauge.Source> sources) {
    this.health = health;
    this.requests = requests;
    this.sources = List.copyOf(sources);
  }

  /**
   * What anyone is told.
   *
   * @param details null for those who may not see them
   */
  record Told(String status, @Nullable Details details) {}

  /** What those are told who run it; see {@link Health.Look}. */
  record Details(
      Instant at,
      long upSeconds,
      boolean database,
      boolean tables,
      boolean space,
      long freeBytes,
      @Nullable Long checkpointAgeSeconds,
      @Nullable Long backupAgeSeconds,
      Map<String, Long> works) {}

  @Access(value = Permission.ANYONE, listener = Listener.INTERNAL, byToken = true)
  @GetMapping("/health")
  ResponseEntity<Told> health() {
    Health.Look look = health.look();
    Caller caller = Caller.orNull();
    boolean isShown = caller != null && caller.may(Permission.SEE_HEALTH);
    return ResponseEntity.status(look.isWell() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .contentType(MediaType.APPLICATION_JSON)
        .body(new Told(look.isWell() ? "ok" : "not ok", isShown ? details(look) : null));
  }

  private static Details details(Health.Look look) {
    return new Details(
        look.at(),
        look.upSeconds(),
        look.isDatabaseThere(),
        look.isTablesThere(),
        look.hasSpace(),
        look.freeBytes(),
        look.checkpointAgeSeconds(),
        look.backupAgeSeconds(),
        new TreeMap<>(look.works()));
  }

  @Access(value = Permission.SEE_HEALTH, listener = Listener.INTERNAL, byToken = true)
  @GetMapping("/metrics")
  ResponseEntity<byte[]> metrics() {
    Health.Look look = health.look();
    Prometheus text = new Prometheus();
    text.gauge("stoplog_well", "1 when the server is well.").value(look.isWell() ? 1 : 0);
    text.gauge("stoplog_up_seconds", "Since the process began to serve.").value(look.upSeconds());
    text.gauge("stoplog_part_well", "1 when the part is well.")
        .value("part", "database", look.isDatabaseThere() ? 1 : 0)
        .value("part", "tables", look.isTablesThere() ? 1 : 0)
        .value("part", "space", look.hasSpace() ? 1 : 0);
    text.gauge("stoplog_disk_free_bytes", "On the disk of the data folder.")
        .value(look.freeBytes());
    Long age = look.checkpointAgeSeconds();
    if (age != null) {
      text.gauge("stoplog_checkpoint_age_seconds", "Since the end of the log was last signed.")
          .value(age);
    }
    Long backup = look.backupAgeSeconds();
    if (backup != null) {
      text.gauge("stoplog_backup_age_seconds", "Since the newest backup was begun.").value(backup);
    }
    text.gauge("stoplog_works", "Long works that wait, run, or failed within a day.");
    new TreeMap<>(look.works()).forEach((state, count) -> text.value("state", state, count));
    Runtime java = Runtime.getRuntime();
    text.gauge("stoplog_heap_bytes", "Memory of Java.")
        .value("kind", "used", java.totalMemory() - java.freeMemory())
        .value("kind", "most", java.maxMemory());
    text.counter("stoplog_requests_total", "Requests answered, by kind and status.");
    requests
        .all()
        .forEach(
            (key, count) ->
                text.value(
                    "kind=\"%s\",status=\"%dxx\""
                        .formatted(key.kind().name().toLowerCase(Locale.ROOT), key.status()),
                    count));
    if (look.isDatabaseThere()) {
      sources.stream().flatMap(source -> source.gauges().stream()).forEach(text::gauge);
    }
    return ResponseEntity.ok().contentType(PROMETHEUS).body(text.bytes());
  }
}
