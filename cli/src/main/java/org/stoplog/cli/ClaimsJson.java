package org.stoplog.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.exposure.Claim;
import org.stoplog.ledger.exposure.ClaimQuestion;
import org.stoplog.ledger.exposure.ClaimResult;
import org.stoplog.ledger.exposure.SampleTrace;
import org.stoplog.ledger.exposure.ScopeAnswer;
import org.stoplog.ledger.exposure.ScopeWords;
import org.stoplog.ledger.exposure.Window;
import org.stoplog.ledger.intake.Batch;
import org.stoplog.ledger.register.Reach;

/** The answer to a claims file as JSON. */
record ClaimsJson(ClaimsReport report) {

  Map<String, @Nullable Object> all() {
    ScopeAnswer answer = report.answer();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("incident", report.claims().incident());
    json.put("scenario", ClaimsReport.scenario(answer.scope().scenario()));
    json.put("exposure", answer.exposure().id());
    json.put("sha256", answer.exposure().sha256());
    json.put("summary", answer.exposure().summary());
    json.put("organisations", answer.organisations());
    json.put("elementsUnknown", answer.elementsUnknown());
    json.put("alarms", report.words().alarms());
    json.put("claims", answer.scope().working().stream().map(this::claim).toList());
    json.put("scenarios", answer.scenarios().stream().map(ClaimsJson::scenario).toList());
    json.put("notApplied", answer.notApplied().stream().map(ClaimsJson::ignored).toList());
    json.put("superseded", answer.scope().superseded().stream().map(Claim::id).toList());
    json.put("bounds", answer.bounds().stream().map(ClaimsJson::bound).toList());
    json.put(
        "coverage",
        report.coverages().entrySet().stream()
            .map(
                one ->
                    ordered(
                        "supplier",
                        one.getKey(),
                        "summary",
                        one.getValue().summary(),
                        "complete",
                        one.getValue().complete()))
            .toList());
    if (answer.delta() != null) {
      json.put("delta", answer.delta());
    }
    if (report.folder() != null) {
      json.put("folder", report.folder().toString());
    }
    return json;
  }

  private Map<String, @Nullable Object> claim(Claim claim) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", claim.id());
    json.put("supplier", claim.supplier());
    json.put("source", claim.origin().source().slug());
    json.put("verified", claim.origin().verified().slug());
    json.put("unverified", report.answer().scope().unverified().contains(claim));
    json.put("certainty", claim.certainty().slug());
    json.put("windows", claim.taken().windows().stream().map(Window::describe).toList());
    report.answer().claims().stream()
        .filter(result -> result.claim().equals(claim))
        .findFirst()
        .ifPresent(result -> result(json, result));
    return json;
  }

  private static void result(Map<String, @Nullable Object> json, ClaimResult result) {
    json.put("summary", result.summary());
    json.put("suppliers", result.question().reached().stream().map(ClaimsJson::reach).toList());
    json.put(
        "sentFiles",
        result.question().sent().entrySet().stream()
            .map(
                one ->
                    ordered(
                        "file",
                        ClaimQuestion.describe(one.getKey()),
                        "batches",
                        one.getValue().stream().map(ClaimsJson::batch).toList()))
            .toList());
    json.put("files", FileReports.json(result.reports()));
    json.put("organisations", result.organisations());
    json.put("samples", result.traces().stream().map(ClaimsJson::trace).toList());
    result.cohort().ifPresent(size -> json.put("cohort", size));
  }

  private static Map<String, Object> reach(Reach reach) {
    return ordered(
        "supplier",
        reach.supplier().name(),
        "way",
        reach.way().name().toLowerCase(java.util.Locale.ROOT),
        "path",
        reach.path());
  }

  private static Map<String, Object> batch(Batch batch) {
    return ordered("batch", batch.id(), "file", batch.fileName(), "status", batch.status());
  }

  private static Map<String, @Nullable Object> trace(SampleTrace trace) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("file", trace.file());
    json.put("people", trace.subjects());
    List<Map<String, @Nullable Object>> batches =
        trace.batches().stream()
            .map(
                hit -> {
                  Map<String, @Nullable Object> one = new LinkedHashMap<>(batch(hit.batch()));
                  one.put("supplier", hit.supplier());
                  one.put("connection", hit.connection());
                  one.put("firstDay", String.valueOf(hit.batch().firstDay()));
                  one.put("lastDay", String.valueOf(hit.batch().lastDay()));
                  one.put("people", hit.subjects());
                  one.put("withElements", hit.withElements());
                  one.put("onTheDay", hit.onTheDay());
                  one.put("all", trace.isWhole(hit));
                  return one;
                })
            .toList();
    json.put("batches", batches);
    return json;
  }

  private static Map<String, @Nullable Object> scenario(ScopeAnswer.Counted one) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("scenario", ClaimsReport.scenario(one.name()));
    json.put("claims", one.working());
    json.put("summary", one.summary());
    json.put("workingScope", one.chosen());
    return json;
  }

  private static Map<String, Object> ignored(ScopeAnswer.Ignored no) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", no.claim().id());
    json.put("polarity", no.claim().polarity().slug());
    json.put("source", no.claim().origin().source().slug());
    json.put("reason", no.reason());
    json.put("wouldTakeOut", no.wouldDrop());
    return json;
  }

  private static Map<String, Object> bound(ScopeAnswer.Bound bound) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("claim", bound.claim().id());
    json.put("about", bound.count().about());
    json.put("factor", bound.count().factor());
    json.put("ours", bound.ours());
    json.put("fits", bound.fits());
    json.put("says", ScopeWords.describe(bound));
    return json;
  }

  /** Keys and values in turn; they stay in this order. */
  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> json = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      json.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return json;
  }
}
