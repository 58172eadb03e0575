package org.stoplog.sample;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/**
 * The breach of November 2025, told with made-up names: what is known on which day.
 *
 * @param supplier the breached one
 * @param day0 first letter: a window, no file
 * @param day16 the supplier's dataset comes
 * @param day40 the dataset is widened
 * @param dataFrom first UTC day of the data that was taken
 * @param dataTo last UTC day of it, inclusive
 * @param accessFrom when the attacker got in
 * @param accessTo when the attacker was shut out
 * @param day0Elements ids of what the first letter says was taken
 * @param day16File name of the first dataset
 * @param day40File name of the widened one
 * @param proofMonth month that the rows of the proof come from
 * @param darkMonths months of the breached supplier without a file
 * @param region ISO 3166 code for telephone numbers in national notation, in all files
 */
public record Story(
    String supplier,
    LocalDate day0,
    LocalDate day16,
    LocalDate day40,
    LocalDate dataFrom,
    LocalDate dataTo,
    Instant accessFrom,
    Instant accessTo,
    List<String> day0Elements,
    String day16File,
    String day40File,
    YearMonth proofMonth,
    List<YearMonth> darkMonths,
    String region) {
  static final String DATA_FROM = "2025-05-01";
  static final String DATA_TO = "2025-11-08";

  /** The one that the files of {@link SampleFiles} tell; the same for all seeds. */
  public static final Story NORTHGATE =
      new Story(
          Suppliers.LUMETRICS,
          LocalDate.parse("2025-11-09"),
          LocalDate.parse("2025-11-25"),
          LocalDate.parse("2025-12-19"),
          LocalDate.parse(DATA_FROM),
          LocalDate.parse(DATA_TO),
          Instant.parse("2025-11-08T22:10:00Z"),
          Instant.parse("2025-11-09T06:00:00Z"),
          List.of(
              "contact.email",
              "person.full_name",
              "id.account_user_id",
              "location.coarse",
              "device.user_agent",
              "behaviour.referrer"),
          SampleFiles.DAY_16,
          SampleFiles.DAY_40,
          Lumetrics.LINK_MONTH,
          Lumetrics.DARK,
          Phone.HOME);
}
