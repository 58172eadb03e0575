package org.stoplog.ledger.apps;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Who keeps the list of apps. */
public enum AppSource {
  OKTA("Okta", "SSO app"),
  GOOGLE_WORKSPACE("Google Workspace", "OAuth grant"),
  ENTRA("Entra", "SSO app");

  private final String label;
  private final String kind;

  AppSource(String label, String kind) {
    this.label = label;
    this.kind = kind;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** What a connection is that it lists, unless the list says otherwise. */
  String kind() {
    return kind;
  }

  /** As on the command line, for example {@code google-workspace}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws StoplogException USAGE for any other
   */
  public static AppSource named(String slug) {
    List<String> slugs = Arrays.stream(values()).map(AppSource::slug).toList();
    return Arrays.stream(values())
        .filter(source -> source.slug().equals(slug))
        .findFirst()
        .orElseThrow(
            () ->
                new StoplogException(
                    Problem.USAGE, "--from \"" + slug + "\"; " + Nearest.hint(slug, slugs)));
  }
}
