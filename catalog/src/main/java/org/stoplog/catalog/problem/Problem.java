package org.stoplog.catalog.problem;

import java.util.Locale;

/**
 * One kind of failure that a user can meet. The slug is stable: it names the page under
 * docs/reference/problems and the type of the problem detail (RFC 9457) in the API.
 */
public enum Problem {
  // The user's input.
  USAGE(Family.USER, 2, 400, "Correct the command; --help lists what it takes."),
  FILE_NOT_FOUND(Family.USER, 10, 404, "Check the path."),
  FILE_UNREADABLE(
      Family.USER, 11, 400, "Check the file's permissions and that it is a plain file."),
  FILE_EMPTY(
      Family.USER, 12, 422, "Check that the export finished; ask the sender for the file again."),
  FILE_FORMAT_UNKNOWN(
      Family.USER, 13, 422, "Give a CSV, TSV, NDJSON, Parquet or XLSX file, plain, gzip or ZIP."),
  FILE_DAMAGED(Family.USER, 14, 422, "The copy is incomplete or altered; fetch the file again."),
  FILE_CHANGED(
      Family.USER, 15, 409, "Wait until the file is written in full, then run the command again."),
  HEADER_MISSING(
      Family.USER, 16, 422, "Add a header row, or give --map with the columns by number."),
  HEADER_DUPLICATE(
      Family.USER,
      17,
      422,
      "Rename one of the two columns, or give --map with the columns by number."),
  MAPPING_NEEDED(
      Family.USER,
      18,
      422,
      "No column could be read as an identifier of a person; give --map FILE."),
  MAPPING_INVALID(
      Family.USER, 19, 422, "Correct the mapping file; docs/reference/mapping.md lists its keys."),
  ELEMENT_UNKNOWN(
      Family.USER, 20, 422, "Use an id of the element catalogue; `stoplog elements` lists them."),
  ENCODING_UNREADABLE(
      Family.USER, 21, 422, "Save the file as UTF-8, or name its encoding in the mapping."),
  ARCHIVE_UNSAFE(
      Family.USER,
      22,
      422,
      "The archive holds paths outside itself or more than one data file; unpack it by hand and"
          + " look."),
  ARCHIVE_TOO_LARGE(
      Family.USER, 23, 422, "The archive inflates beyond the limit; unpack it by hand and look."),
  PASSWORD_NEEDED(
      Family.USER, 24, 422, "Give --password-file, or run the command at a terminal to be asked."),
  PASSWORD_WRONG(Family.USER, 25, 422, "Ask the sender for the password again."),
  DATE_AMBIGUOUS(Family.USER, 26, 422, "Name the column's date order (dmy or mdy) in the mapping."),
  CLAIMS_INVALID(
      Family.USER, 27, 422, "Correct the claims file; docs/reference/claims.md lists its keys."),
  PREDICATE_INVALID(
      Family.USER,
      28,
      422,
      "Write a population as: plan = pro and country in (DE, FR) since 2022-03."),
  WINDOW_INVALID(
      Family.USER,
      29,
      422,
      "Write a window as FROM..TO, for example 2025-11-01..2025-11-08T14:00Z."),
  SUPPLIER_UNKNOWN(
      Family.USER, 30, 404, "Import the supplier first: stoplog import suppliers FILE."),
  CONNECTION_UNKNOWN(
      Family.USER, 31, 404, "Name a connection of the supplier; stoplog coverage lists them."),
  BATCH_UNKNOWN(Family.USER, 32, 404, "stoplog batches lists the batches."),
  PERSON_UNKNOWN(Family.USER, 33, 404, "Check the spelling; look-up is by exact identifier."),
  PEOPLE_MISSING(Family.USER, 34, 409, "Import a people file first: stoplog import people FILE."),
  REGISTER_NOT_UNDOABLE(
      Family.USER, 35, 409, "Suppliers are a register: import a corrected file instead."),
  DATA_MALFORMED(
      Family.USER, 36, 422, "Nothing of the file could be used; read the report for the reasons."),
  REGISTER_INVALID(
      Family.USER,
      37,
      422,
      "Correct the suppliers file; docs/reference/suppliers.md lists its columns."),
  EXPOSURE_UNKNOWN(Family.USER, 38, 404, "stoplog exposures lists the exposures."),
  FILES_OVERDUE(
      Family.EXTERNAL,
      39,
      504,
      "Ask whoever sends the files why none came, or whether they lie elsewhere."),
  DEMO_DIFFERS(
      Family.INTERNAL,
      40,
      500,
      "The demo's result differs from its truth: report this with its seed and size."),
  // Strangers' files and the process that reads them.
  READER_CRASHED(
      Family.EXTERNAL,
      50,
      422,
      "The file made its reader crash; nothing was imported. Treat the file as hostile."),
  READER_LIMIT(
      Family.RESOURCE,
      51,
      422,
      "Reading the file passed its limit of memory or time; nothing was imported."),
  // The data folder, its stores and its keys.
  DATA_FOLDER_IN_USE(
      Family.CONFLICT,
      60,
      409,
      "Another stoplog works in this folder, maybe stoplog serve; wait for it or stop it."),
  DATA_FOLDER_UNUSABLE(
      Family.RESOURCE, 61, 500, "Choose a folder with --data that this user can write."),
  DATA_FOLDER_NEWER(
      Family.CONFLICT, 62, 409, "The folder was written by a newer stoplog; use that version."),
  DISK_FULL(
      Family.RESOURCE,
      63,
      507,
      "Free space on the disk of the data folder, then run the command again; nothing was left half"
          + " done."),
  KEYSET_MISSING(
      Family.CONFLICT,
      64,
      409,
      "Give --keys with the keyset that this data folder was made with, or restore it from your"
          + " copy."),
  KEYSET_WRONG(
      Family.CONFLICT,
      65,
      409,
      "This keyset belongs to another data folder: with it everybody would look unaffected."),
  KEYSET_LOCKED(
      Family.USER,
      66,
      401,
      "Give --passphrase-file, or run the command at a terminal to be asked for the passphrase."),
  KEYSET_EXPOSED(Family.CONFLICT, 67, 409, "Others can read the keyset; run chmod 600 on it."),
  DATABASE_FAILED(
      Family.EXTERNAL, 68, 503, "Read the log named in the message, then run the command again."),
  DATABASE_LOST(
      Family.EXTERNAL,
      69,
      503,
      "The database went away in the middle; nothing was left half done. Run the command again."),
  BACKUP_INVALID(Family.USER, 70, 422, "The backup is incomplete or altered; use another copy."),
  MEMORY_SHORT(
      Family.RESOURCE, 71, 507, "Give more memory with --memory, or ask a narrower question."),
  AUDIT_BROKEN(
      Family.CONFLICT,
      72,
      409,
      "Somebody or something altered the log: keep a copy of the data folder, and compare with a"
          + " backup."),
  KEYSET_DAMAGED(
      Family.CONFLICT,
      75,
      409,
      "Restore the keyset from your copy: with a new one everybody would look unaffected."),
  KEYSET_EXISTS(
      Family.CONFLICT, 76, 409, "Choose another place; a keyset is never written over another."),
  CHECKPOINT_INVALID(
      Family.USER,
      79,
      422,
      "Take another copy of the checkpoint, and the keyset and data folder that it was made with."),
  // The server.
  PORT_IN_USE(
      Family.CONFLICT, 80, 409, "Choose another port with --port, or end what listens there."),
  SIGN_IN_NEEDED(Family.USER, 81, 401, "Sign in, then ask again."),
  ACCESS_DENIED(Family.USER, 82, 403, "Ask an administrator whose task this is."),
  PAGE_UNKNOWN(Family.USER, 83, 404, "Check the address, or begin at the start page."),
  REQUEST_INVALID(Family.USER, 84, 400, "Go back, load the page again and repeat the step."),
  FORM_EXPIRED(
      Family.USER, 85, 403, "Nothing was done. Go back, load the page again and repeat the step."),
  HOST_UNKNOWN(Family.USER, 86, 421, "Open the address that the server printed when it started."),
  LINK_INVALID(
      Family.USER,
      87,
      410,
      "Ask whoever gave you the link for a new one; for the first account start the server again."),
  SERVER_BUSY(Family.RESOURCE, 88, 503, "Wait a moment, then repeat the step; nothing was done."),
  WORK_FAILED(Family.EXTERNAL, 89, 500, "Correct what it says, then start the work again."),
  TOKEN_INVALID(
      Family.USER,
      90,
      401,
      "Make a new token at Your account, API tokens, and give it to the program."),
  TOO_MANY_ATTEMPTS(
      Family.USER, 91, 429, "Wait a quarter of an hour, and correct what asks with wrong tokens."),
  // Programs that ask the server, and the commands that do.
  KEY_REUSED(
      Family.CONFLICT,
      92,
      409,
      "Look at what is there; then give the next request an Idempotency-Key of its own."),
  BODY_INVALID(
      Family.USER,
      93,
      422,
      "Correct what errors points at; docs/reference/openapi.json says what is taken."),
  CHANGED_MEANWHILE(
      Family.CONFLICT, 94, 412, "Read it again, and repeat the change with its new ETag."),
  UPLOAD_TOO_LARGE(
      Family.USER,
      95,
      413,
      "Compress the file, cut it by month, or import it on the command line, which has no limit."),
  MAIL_ROUTE_FAILED(
      Family.EXTERNAL,
      96,
      502,
      "Read what the mail server said, correct the route under Mail, and send yourself a test"
          + " message."),
  SERVER_UNREACHABLE(
      Family.EXTERNAL,
      97,
      503,
      "Start it with stoplog serve, or name where it is with --server or STOPLOG_SERVER."),
  SERVER_UNTRUSTED(
      Family.EXTERNAL,
      98,
      502,
      "Correct the server's certificate, or name its authority with --ca FILE; the token was not"
          + " sent."),
  INTERNAL(Family.INTERNAL, 99, 500, "This is a fault of stoplog; report it with the code shown."),
  LOOK_UPS_SPENT(
      Family.USER, 100, 429, "Wait until then; ask an administrator if you need many at once."),
  BACKUPS_UNAVAILABLE(
      Family.CONFLICT,
      101,
      409,
      "Start the server with --backups FOLDER; while one is written, wait for it under Running."),
  POLICY_INVALID(
      Family.EXTERNAL,
      102,
      422,
      "Update the gateway and the server to the same version; the policy before it still holds."),
  SEGMENT_INVALID(
      Family.EXTERNAL,
      103,
      422,
      "Keep the file, and look at the gateway's host and disk: what is in the file is not"
          + " recorded."),
  SEGMENT_DIFFERS(
      Family.CONFLICT,
      104,
      409,
      "Keep the file, and find out what wrote a segment of this number before: perhaps two gateways"
          + " run with one pairing file."),
  SETTINGS_INVALID(
      Family.USER,
      105,
      422,
      "Correct the line; docs/guide/gateway.md has a table of the settings."),
  PAIRING_INVALID(
      Family.USER,
      106,
      422,
      "Take a new pairing file on the gateway's page of the server; it makes the one before void."),
  STATEMENT_INVALID(
      Family.USER,
      110,
      422,
      "Fetch the text, its signature and the key again; if they still differ, ask the publisher"
          + " another way."),
  PACK_INVALID(
      Family.USER,
      115,
      422,
      "Take another copy of the pack from whoever made it; what this one says cannot be relied"
          + " on."),
  PACK_SEALED(
      Family.USER,
      116,
      422,
      "Open it with the private key whose public half was given when the file was asked for."),
  MESSAGE_SERVICE_FAILED(
      Family.EXTERNAL,
      117,
      502,
      "Read what the service said, correct it under Mail, Message services, and send a test message"
          + " to yourself."),
  OBLIGATIONS_INVALID(
      Family.USER,
      118,
      422,
      "Correct the lines; docs/reference/obligations.md says what may stand there."),
  INTERRUPTED(Family.USER, 130, 499, "Nothing was left half done; run the command again.");

  /** Who can do something about it. */
  public enum Family {
    USER,
    CONFLICT,
    RESOURCE,
    EXTERNAL,
    INTERNAL
  }

  private final Family family;
  private final int exitCode;
  private final int status;
  private final String advice;

  Problem(Family family, int exitCode, int status, String advice) {
    this.family = family;
    this.exitCode = exitCode;
    this.status = status;
    this.advice = advice;
  }

  /** Stable name in kebab case, for example {@code file-not-found}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Family family() {
    return family;
  }

  /** Exit code of the command line. */
  public int exitCode() {
    return exitCode;
  }

  /** HTTP status of the API. */
  public int status() {
    return status;
  }

  /** One sentence: what to do next. */
  public String advice() {
    return advice;
  }
}
