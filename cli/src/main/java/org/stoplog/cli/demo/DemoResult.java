package org.stoplog.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stoplog.sample.Answer;
import org.stoplog.sample.Comparison;

/** What the demo found, part by part, beside the truth. */
public final class DemoResult {
  private final List<Map<String, Object>> parts = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();

  /**
   * A written list of people.
   *
   * @param folder with {@code affected.csv}
   * @param grade column with the grade of the part that is compared
   * @param elements column with the elements of that part
   */
  public void check(String name, Answer truth, Path folder, String grade, String elements)
      throws IOException {
    check(name, Comparison.of(truth, folder.resolve("affected.csv"), grade, elements));
  }

  /** A list of people. */
  public void check(String name, Comparison comparison) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("part", name);
    part.put("people", comparison.people());
    part.put("missed", comparison.missed());
    part.put("extra", comparison.extra());
    part.put("gradeWrong", comparison.otherGrade());
    part.put("elementsWrong", comparison.otherElements());
    part.put("ambiguous", comparison.ambiguous());
    part.put("ambiguousInTruth", comparison.ambiguousInTruth());
    parts.add(part);
    if (!comparison.isExact()) {
      comparison.differences().forEach(difference -> differences.add(name + ": " + difference));
    }
  }

  /** A number. */
  public void count(String name, long truth, long ours) {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("part", name);
    part.put("counted", ours);
    part.put("truth", truth);
    parts.add(part);
    if (truth != ours) {
      differences.add(name + ": truth " + truth + ", counted " + ours);
    }
  }

  /** Something that is told and has no truth beside it. */
  public void tell(Map<String, Object> part) {
    parts.add(part);
  }

  public void differs(String what) {
    differences.add(what);
  }

  public List<Map<String, Object>> parts() {
    return List.copyOf(parts);
  }

  public List<String> differences() {
    return List.copyOf(differences);
  }
}
