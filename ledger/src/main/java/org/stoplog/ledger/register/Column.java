package org.stoplog.ledger.register;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The columns of a suppliers file, in the order in which we write them. */
public enum Column {
  SUPPLIER,
  DOMAIN,
  ENGAGEMENT,
  PURPOSE,
  ROLE,
  OWNER,
  CONNECTION,
  KIND,
  STARTED,
  ENDED,
  SUBPROCESSOR_OF,
  ELEMENTS,
  POPULATION,
  SINCE,
  UNTIL,
  DELETED,
  DOMAINS,
  SECURITY_CONTACT,
  CONTACT_VERIFIED,
  CONTACT_TESTED,
  SCOPES,
  LEGAL_BASIS,
  RETENTION,
  PLACE,
  SECOND_CONTACT,
  OUR_CONTACT,
  LEGAL_NAME,
  LEI,
  PARENT_COMPANY,
  STATUS_PAGE,
  REPLACEABLE,
  MERGED_INTO;

  /** The header, for example {@code subprocessor_of}. */
  public String header() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> headers() {
    return Arrays.stream(values()).map(Column::header).toList();
  }
}
