package org.stoplog.catalog;

/**
 * The token that reading a {@link Personal} takes. A reviewer finds all its holders by its name.
 */
public final class PersonalAccess {
  private static final PersonalAccess INSTANCE = new PersonalAccess();

  private PersonalAccess() {}

  /** The long name is on purpose: search for it to see who reads personal data. */
  public static PersonalAccess iReadPersonalDataAndAnswerForWhereItGoes() {
    return INSTANCE;
  }
}
