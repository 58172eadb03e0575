package org.stoplog.sample;

/** Names of Northgate's suppliers, all but one as in {@code suppliers.csv}. All made up. */
public final class Suppliers {
  /** Analytics, breached; its exports are in Mixpanel's format. */
  public static final String LUMETRICS = "Lumetrics";

  /** A hub; its archive is in Segment's format. */
  public static final String RELAYPIPE = "Relaypipe";

  /** Sends mail; gets what the hub passes on. */
  public static final String POSTWREN = "Postwren";

  /** Support desk; its export of contacts is known. */
  public static final String HELPHIVE = "Helphive";

  /** Surveys; ended in 2022, never proved that it deleted anything. */
  public static final String TALLYCROW = "Tallycrow";

  /** Invoices; ended in 2021 and proved the deletion. */
  public static final String OLDMINT = "Oldmint";

  /** Storage behind Lumetrics and Helphive. */
  public static final String COLDBASIN = "Coldbasin";

  /** Named by the hub, but missing in {@code suppliers.csv}: somebody switched it on unasked. */
  public static final String ADSPRING = "Adspring";

  private Suppliers() {}
}
