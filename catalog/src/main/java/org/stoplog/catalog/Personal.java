package org.stoplog.catalog;

import java.util.Objects;

/**
 * A value about a person. It can be held and passed on by anybody, but it prints only its kind, is
 * equal to nothing but itself, and is read only with a {@link PersonalAccess}.
 *
 * @param <T> type of the value
 */
public final class Personal<T> {
  // No equals and hashCode of the content: they would tell whether two people share a value.
  private final String kind;
  private final T value;

  private Personal(String kind, T value) {
    this.kind = Objects.requireNonNull(kind);
    this.value = Objects.requireNonNull(value);
  }

  /**
   * @param kind what the value is, fit for a log, for example {@code email}
   * @param value the value itself
   */
  public static <T> Personal<T> of(String kind, T value) {
    return new Personal<>(kind, value);
  }

  /** What the value is; may be printed. */
  public String kind() {
    return kind;
  }

  /** The value itself. Whoever calls this answers for where it goes. */
  public T reveal(PersonalAccess access) {
    Objects.requireNonNull(access);
    return value;
  }

  /** The kind alone, for example {@code ‹email›}. */
  @Override
  public String toString() {
    return "‹" + kind + "›";
  }
}
