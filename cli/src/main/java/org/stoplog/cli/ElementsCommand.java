package org.stoplog.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.Element;
import org.stoplog.catalog.Elements;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists the catalogue of data elements. */
@Command(
    name = "elements",
    description = "List the kinds of personal data that Stoplog knows, with their ids.")
final class ElementsCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "TEXT",
      description = "Only elements with this in their id, label, group or hints.")
  @Nullable String filter;

  ElementsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Element> found = Elements.catalogue().all().stream().filter(this::matches).toList();
    if (session.json()) {
      session.printJson(found);
      return 0;
    }
    if (found.isEmpty()) {
      session.note("stoplog: no element matches; leave TEXT out to see them all");
      return 0;
    }
    Table table = new Table("ELEMENT", "LABEL", "GROUP", "SENSITIVITY", "SPECIAL");
    for (Element element : found) {
      table.row(
          element.id(), element.label(), element.group(), element.sensitivity(), element.special());
    }
    session.print(table);
    return 0;
  }

  private boolean matches(Element element) {
    if (filter == null) {
      return true;
    }
    String wanted = filter.toLowerCase(Locale.ROOT);
    String text =
        String.join("\n", element.id(), element.label(), element.group())
            + "\n"
            + String.join("\n", element.hints());
    return text.toLowerCase(Locale.ROOT).contains(wanted);
  }
}
