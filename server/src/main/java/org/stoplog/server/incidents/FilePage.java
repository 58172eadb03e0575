package org.stoplog.server.incidents;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stoplog.server.intake.MappingPage;

/**
 * One file of an incident: what is known of it, how it is read, and what came of that.
 *
 * @param isAgain whether somebody just sent the same file once more
 * @param error why what was typed was not taken; null when nothing was
 * @param trouble why it cannot be read as rows; null when it can
 * @param needsPassword whether a password would help
 * @param form how it would be read; null while it cannot be
 * @param readings the newest first
 */
public record FilePage(
    String room,
    String incident,
    String path,
    String name,
    String size,
    String came,
    String added,
    String sha256,
    boolean canWork,
    boolean isAgain,
    @Nullable String error,
    @Nullable String trouble,
    boolean needsPassword,
    @Nullable Form form,
    List<Reading> readings,
    List<String> claims) {
  public FilePage {
    readings = List.copyOf(readings);
    claims = List.copyOf(claims);
  }

  /** How it is read, as a form. */
  public record Form(
      String format,
      List<MappingPage.Row> rows,
      List<MappingPage.Choice> choices,
      List<String> elements,
      String dateOrder,
      String region,
      List<String> errors) {
    public Form {
      rows = List.copyOf(rows);
      choices = List.copyOf(choices);
      elements = List.copyOf(elements);
      errors = List.copyOf(errors);
    }
  }

  /**
   * One way of reading it.
   *
   * @param claim path of the form that makes a claim of it; null until it was read to its end
   * @param failure why that came to nothing
   * @param columns what its columns are taken for
   */
  public record Reading(
      String version,
      @Nullable String claim,
      String state,
      @Nullable String failure,
      List<String> columns,
      @Nullable LeftOutLines leftOut) {
    public Reading {
      columns = List.copyOf(columns);
    }
  }
}
