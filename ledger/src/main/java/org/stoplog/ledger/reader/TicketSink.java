package org.stoplog.ledger.reader;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes an export ticket by ticket, value by value. */
interface TicketSink {
  /** Whether the file is read on. */
  boolean wantsMore();

  /** What the file, or the first of several, is. */
  void format(String words);

  /**
   * A ticket begins.
   *
   * @param name of the file that it is; null when it is one of several in a file
   */
  void begin(@Nullable String name);

  /**
   * @param isText whether it is text, and no number
   */
  void value(String field, String value, boolean isText);

  /** Something of the ticket, or of the export when none has begun, cannot be searched. */
  void unread(TicketFound.Why why, String name);

  void end() throws IOException;

  /** The file that was read cannot be read on; a ticket that has begun ends here. */
  void broken(String name) throws IOException;

  /** As {@link #end}, of what stands around tickets: it is none when nothing was found in it. */
  void endOfRest() throws IOException;
}
