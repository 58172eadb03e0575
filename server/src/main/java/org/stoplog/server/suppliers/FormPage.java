package org.stoplog.server.suppliers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A form of the register.
 *
 * @param why what it is about, empty when the title says it
 * @param stamp of what the form was about when it was made; empty for something new
 * @param changed what somebody else saved meanwhile; empty when nobody did
 * @param offers known suppliers that it may be; only of a new supplier
 * @param remove where it is taken out, null when it cannot be
 */
public record FormPage(
    String title,
    String why,
    String action,
    String back,
    String stamp,
    String button,
    List<Field> fields,
    List<SupplierPage.Fact> changed,
    List<Offer> offers,
    @Nullable String remove) {
  public FormPage {
    fields = List.copyOf(fields);
    changed = List.copyOf(changed);
    offers = List.copyOf(offers);
  }

  /** Those with an error. */
  public List<Field> faulty() {
    return fields.stream().filter(field -> field.error() != null).toList();
  }

  /** How a field is filled in. */
  public enum Kind {
    TEXT,
    AREA,
    SELECT,
    CHECKS
  }

  /**
   * A field.
   *
   * @param id its name too
   * @param value as it was typed
   */
  public record Field(
      String id,
      String label,
      String hint,
      Kind kind,
      String value,
      @Nullable String error,
      List<Group> groups) {
    public Field {
      groups = List.copyOf(groups);
    }
  }

  /** Choices that belong together. */
  public record Group(String title, List<Choice> choices) {
    public Group {
      choices = List.copyOf(choices);
    }
  }

  /** Something to choose. */
  public record Choice(String value, String label, boolean isChosen) {}

  /** A known supplier. */
  public record Offer(
      String id, String name, String kind, String domains, String certainty, String elements) {}
}
