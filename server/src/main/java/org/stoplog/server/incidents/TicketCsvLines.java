package org.stoplog.server.incidents;

import java.util.List;
import java.util.Map;
import org.stoplog.ledger.detect.Detector;
import org.stoplog.server.platform.CsvLines;

/** Tickets as lines of a file: one for each kind of find, and one for what could not be read. */
final class TicketCsvLines {
  static final int AT_ONCE = 500;

  private final CsvLines csv;
  private int count;

  TicketCsvLines(CsvLines csv) {
    this.csv = csv;
  }

  int count() {
    return count;
  }

  void add(List<TicketList.Ticket> tickets, Map<Long, Map<String, Integer>> finds) {
    for (TicketList.Ticket ticket : tickets) {
      Map<String, Integer> found = finds.getOrDefault(ticket.number(), Map.of());
      found.forEach(
          (slug, number) -> {
            Detector detector = Detector.of(slug).orElseThrow();
            line(ticket, slug, detector.element(), detector.certainty().slug(), number);
          });
      if (ticket.unread() > 0) {
        line(ticket, "not-readable", "", "", ticket.unread());
      }
      if (found.isEmpty() && ticket.unread() == 0) {
        line(ticket, "", "", "", 0);
      }
    }
  }

  private void line(
      TicketList.Ticket ticket, String detector, String element, String certainty, int number) {
    csv.add(
        ticket.number(),
        ticket.label(),
        ticket.at(),
        ticket.state(),
        detector,
        element,
        certainty,
        number);
    count++;
  }

  /** Says that there is more: a list that ends silently would be taken for the whole. */
  void cut(int most) {
    csv.add(null, "more than " + most + " lines: narrow the filter", null, "", "", "", "", null);
  }
}
