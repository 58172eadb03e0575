package org.stoplog.ledger.reader;

import java.util.List;

/**
 * The words of a stranger's page, in time that grows with its length alone: no program of it runs
 * and nothing that it names is fetched. To be read by people, never to be shown as HTML.
 */
public final class PageText {
  private PageText() {}

  /** Lines with words in them; blocks, rows of tables and line breaks begin new ones. */
  public static List<String> lines(String html) {
    return HtmlText.of(html).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
