package org.stoplog.cli.demo;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.StoplogException;

/** What a browser shows: where it is, and what stands there. */
public final class WebPage {
  private final DemoBrowser browser;
  private final URI address;
  private final Document document;

  WebPage(DemoBrowser browser, URI address, String html) {
    this.browser = browser;
    this.address = address;
    this.document = Jsoup.parse(html, address.toString());
  }

  /** The path in the address bar. */
  public String path() {
    return address.getPath();
  }

  String title() {
    return document.title();
  }

  public boolean says(String words) {
    return document.text().contains(words);
  }

  /**
   * The form with this button.
   *
   * @throws StoplogException DEMO_DIFFERS when the page has no such form
   */
  public WebForm form(String button) {
    for (Element form : document.select("form")) {
      for (Element each : form.select("button")) {
        if (each.text().equals(button)) {
          return new WebForm(browser, (FormElement) form, each);
        }
      }
    }
    throw stuck("there is no button \"" + button + "\"");
  }

  /** The first form with this field. */
  public WebForm formWith(String field) {
    for (Element form : document.select("form")) {
      Element button = form.selectFirst("button");
      if (button != null && form.selectFirst("[name=" + field + "]") != null) {
        return new WebForm(browser, (FormElement) form, button);
      }
    }
    throw stuck("there is no form with the field " + field);
  }

  boolean hasButton(String button) {
    return document.select("form button").stream().anyMatch(each -> each.text().equals(button));
  }

  /** The text of the first that a selector of CSS finds. */
  String text(String selector) {
    Element found = document.selectFirst(selector);
    if (found == null) {
      throw stuck("there is nothing like " + selector);
    }
    return found.text();
  }

  /** The first piece of the text that a pattern finds. */
  public String firstText(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(document.text());
    if (!matcher.find()) {
      throw stuck("nothing there is like " + pattern);
    }
    return matcher.group();
  }

  boolean has(String selector) {
    return document.selectFirst(selector) != null;
  }

  /**
   * Follows the link with these words.
   *
   * @throws StoplogException DEMO_DIFFERS when the page has no such link
   */
  WebPage follow(String words) {
    for (Element link : document.select("a[href]")) {
      if (link.text().equals(words)) {
        URI target = URI.create(link.absUrl("href"));
        return browser.open(
            target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery()));
      }
    }
    throw stuck("there is no link \"" + words + "\"");
  }

  /** The path behind the first link that a selector of CSS finds. */
  String linkPath(String selector) {
    Element found = document.selectFirst(selector);
    if (found == null) {
      throw stuck("there is no link like " + selector);
    }
    return URI.create(found.absUrl("href")).getRawPath();
  }

  /** The button whose words begin so; null when there is none. */
  @Nullable String buttonLike(String beginning) {
    return document.select("form button").stream()
        .map(Element::text)
        .filter(words -> words.startsWith(beginning))
        .findFirst()
        .orElse(null);
  }

  /** Where the first link leads that has these words in its text; null when there is none. */
  @Nullable String pathOfLink(String words) {
    for (Element link : document.select("main a[href]")) {
      if (link.text().contains(words)) {
        return URI.create(link.absUrl("href")).getRawPath();
      }
    }
    return null;
  }

  /** What was looked for on this page, which must be there. */
  String need(@Nullable String found, String what) {
    if (found == null) {
      throw stuck("there is not " + what);
    }
    return found;
  }

  boolean hasLink(String words) {
    return document.select("a[href]").stream().anyMatch(link -> link.text().equals(words));
  }

  /** The text of the row of a table whose first link says this; null when there is none. */
  @Nullable String rowOf(String words) {
    for (Element row : document.select("tbody tr")) {
      Element link = row.selectFirst("a[href]");
      if (link != null && link.text().equals(words)) {
        return row.text();
      }
    }
    return null;
  }

  /** Where the row of a table leads that has these words; null when there is none. */
  @Nullable String pathInRow(String words) {
    for (Element row : document.select("tbody tr")) {
      Element link = row.selectFirst("a[href]");
      if (link != null && row.select("td, th").eachText().contains(words)) {
        return URI.create(link.absUrl("href")).getRawPath();
      }
    }
    return null;
  }

  StoplogException stuck(String why) {
    Element alert = document.selectFirst("[role=alert]");
    return Stuck.at(
        path() + " (\"" + title() + "\")",
        why + (alert == null ? "" : "; the page says: " + alert.text()));
  }
}
