package org.stoplog.server.incidents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.util.MultiValueMap;

/** Turns the fields of a form into a claim as a claims file would have it. */
final class ClaimForm {
  static final List<String> FIELDS =
      List.of(
          "id",
          "supplier",
          "source",
          "verified",
          "received",
          "as-of",
          "polarity",
          "certainty",
          "windows",
          "zone",
          "file",
          "file-kind",
          "sent-files",
          "cohort",
          "count",
          "factor",
          "expand",
          "on",
          "sub-processors",
          "scenario",
          "supersedes",
          "note");
  private static final List<String> PLAIN =
      List.of(
          "id",
          "supplier",
          "source",
          "verified",
          "received",
          "as-of",
          "polarity",
          "certainty",
          "cohort",
          "scenario",
          "supersedes",
          "note");

  private ClaimForm() {}

  /** What was typed, by field; nothing else of the request. */
  static Map<String, String> typed(MultiValueMap<String, String> form) {
    Map<String, String> typed = new LinkedHashMap<>();
    for (String field : FIELDS) {
      String value = form.getFirst(field);
      typed.put(field, value == null ? "" : value.strip());
    }
    return typed;
  }

  static List<String> elements(MultiValueMap<String, String> form) {
    return form.getOrDefault("element", List.of());
  }

  /** Empty fields are left out: a claim says only what somebody said. */
  static Map<String, Object> document(Map<String, String> typed, List<String> elements) {
    Map<String, Object> claim = new LinkedHashMap<>();
    for (String key : PLAIN) {
      put(claim, key, typed.getOrDefault(key, ""));
    }
    if (!elements.isEmpty()) {
      claim.put("elements", elements);
    }
    List<Object> windows = new ArrayList<>();
    for (String line : lines(typed.getOrDefault("windows", ""))) {
      windows.add(window(line, typed.getOrDefault("zone", "")));
    }
    if (!windows.isEmpty()) {
      claim.put("windows", windows);
    }
    String file = typed.getOrDefault("file", "");
    if (!file.isEmpty()) {
      claim.put("files", List.of(file(file, typed.getOrDefault("file-kind", ""))));
    }
    List<String> sent = lines(typed.getOrDefault("sent-files", ""));
    if (!sent.isEmpty()) {
      claim.put("sent-files", sent.stream().map(ClaimForm::sentFile).toList());
    }
    String count = typed.getOrDefault("count", "").replaceAll("[\\s\u2009\u202f]", "");
    if (!count.isEmpty()) {
      Map<String, Object> bound = new LinkedHashMap<>();
      bound.put("about", count);
      put(bound, "factor", typed.getOrDefault("factor", ""));
      claim.put("count", bound);
    }
    String expand = typed.getOrDefault("expand", "");
    if (!expand.isEmpty() && !expand.equals("none")) {
      Map<String, Object> organisations = new LinkedHashMap<>();
      organisations.put("expand", expand);
      put(organisations, "on", typed.getOrDefault("on", ""));
      claim.put("organisations", organisations);
    }
    if (typed.getOrDefault("sub-processors", "").equals("no")) {
      claim.put("sub-processors", "false");
    }
    return claim;
  }

  private static void put(Map<String, Object> map, String key, String value) {
    if (!value.isEmpty()) {
      map.put(key, value);
    }
  }

  private static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /**
   * {@code access 2025-11-08..2025-11-09} is on the attacker's clock, anything else on the data's.
   */
  private static Map<String, Object> window(String line, String zone) {
    Map<String, Object> window = new LinkedHashMap<>();
    String lower = line.toLowerCase(java.util.Locale.ROOT);
    if (lower.startsWith("access ")) {
      window.put("access", line.substring("access ".length()).strip());
    } else if (lower.startsWith("data ")) {
      window.put("data", line.substring("data ".length()).strip());
    } else {
      window.put("data", line);
    }
    put(window, "zone", zone);
    return window;
  }

  /** A file of the incident and the way in which it is read: {@code sha256/version}. */
  private static Map<String, Object> file(String choice, String kind) {
    String[] parts = choice.split("/", 2);
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("path", parts[0]);
    if (parts.length == 2) {
      file.put("mapping", KeptFile.Reading.path(parts[1]));
    }
    put(file, "kind", kind);
    return file;
  }

  private static Object sentFile(String line) {
    return line.matches("[0-9a-fA-F]{64}") ? Map.of("sha256", line) : line;
  }
}
