package org.stoplog.server.notices;

import java.net.IDN;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.Link;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.HostNames;

/**
 * The links of a text. What a mail program would make a link of counts as one, also where it stands
 * as plain words; a bare name such as {@code example.org} is none, and is shown to whoever
 * approves.
 *
 * @param links as they are written
 * @param names of hosts that stand in it without being links
 */
record Links(Set<Shown> links, Set<String> names) {
  private static final Pattern SCHEME =
      Pattern.compile(
          "(?i)\\b(?:[a-z][a-z0-9+.-]{1,20}://[^\\s<>\"]*"
              + "|(?:mailto|tel|sms|sip|callto|whatsapp|javascript):[^\\s<>\"]+)");
  private static final Pattern BARE =
      Pattern.compile(
          "(?iu)(?<![\\p{L}\\p{N}@._-])(?:www\\.[^\\s<>\"()]+|(?:[\\p{L}\\p{N}-]+\\.)+\\p{L}{2,24}[/?#][^\\s<>\"]*)");
  private static final Pattern NAME =
      Pattern.compile(
          "(?iu)(?<![\\p{L}\\p{N}._-])(?:[\\p{L}\\p{N}-]+\\.)+\\p{L}{2,24}(?![\\p{L}\\p{N}])");
  private static final Pattern HTTPS =
      Pattern.compile("(?i)https://([^/?#:@\\\\\\s\\[\\]]+)(?:[/?#][^\\s\\\\]*)?");
  private static final Pattern END = Pattern.compile("[.,;:!?)\\]}»”’'*_]+$");

  Links {
    links = Set.copyOf(links);
    names = Set.copyOf(names);
  }

  /**
   * A link.
   *
   * @param host in lower case ASCII; null when it is no plain https link, which is never allowed
   */
  record Shown(String written, @Nullable String host) {}

  /** Of a text and of what fills its fields. */
  static Links of(Content content, Content.Text text) {
    Set<Shown> links = new LinkedHashSet<>();
    Set<String> names = new TreeSet<>();
    Markup markup = Markup.of(text.body());
    for (Link link : markup.links()) {
      links.add(shown(link.getDestination()));
    }
    // As it is read: an entity may hide what is there.
    find(markup.words(markup.document()), links, names);
    find(Template.marked(text.subject()), links, names);
    find(text.stranger() + "\n" + text.unknown(), links, names);
    content.said(text).values().forEach(said -> find(said, links, names));
    find(content.more().supplier(), links, names);
    names.addAll(content.more().senders());
    return new Links(links, names);
  }

  private static void find(String text, Set<Shown> links, Set<String> names) {
    String rest = text;
    for (Pattern pattern : List.of(SCHEME, BARE)) {
      Matcher found = pattern.matcher(rest);
      StringBuilder without = new StringBuilder();
      while (found.find()) {
        links.add(shown(END.matcher(found.group()).replaceAll("")));
        found.appendReplacement(without, " ");
      }
      rest = found.appendTail(without).toString();
    }
    Matcher name = NAME.matcher(rest);
    while (name.find()) {
      names.add(name.group());
    }
  }

  private static Shown shown(String written) {
    if (written.chars().anyMatch(Field::isMark)) {
      // Its address would be another for each person, and tell of them.
      return new Shown(written.replaceAll("[\\ue000-\\uf8ff]", "{{…}}"), null);
    }
    String whole = written.contains(":") ? written : "https://" + written;
    Matcher https = HTTPS.matcher(whole);
    return new Shown(written, https.matches() ? host(https.group(1)) : null);
  }

  /**
   * @return null for what is no name of a host
   */
  static @Nullable String host(String name) {
    try {
      return HostNames.normalised(IDN.toASCII(name.strip(), IDN.USE_STD3_ASCII_RULES));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** Hosts that it links to, in order. */
  Set<String> hosts() {
    Set<String> hosts = new TreeSet<>();
    links.forEach(
        link -> {
          if (link.host() != null) {
            hosts.add(link.host());
          }
        });
    return hosts;
  }

  /** Those that are not allowed, as they are written. */
  List<String> refused(Collection<String> allowed) {
    List<String> refused = new ArrayList<>();
    for (Shown link : links) {
      if (link.host() == null || !allowed.contains(link.host())) {
        refused.add(link.written());
      }
    }
    refused.sort(null);
    return refused;
  }
}
