package org.stoplog.server.sightings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.stoplog.ledger.Numbers;

/**
 * What the DNS says of a domain, asked by the resolvers of this machine within bounded time. An
 * answer that does not come is no answer: nothing is compared then.
 */
final class NamesLook {
  private static final List<String> TYPES = List.of("A", "AAAA", "CNAME", "MX", "NS", "TXT");
  private static final int LONGEST = 1_000;
  private static final int MOST_OF_A_TYPE = 100;
  private static final String MILLIS_PER_TRY = "2000";

  private final Records records;

  NamesLook(Records records) {
    this.records = records;
  }

  /** Who knows the records of a name. */
  @FunctionalInterface
  interface Records {
    /**
     * @param type {@code MX} and the like
     * @return none when there is no such name, or none of this type
     */
    List<String> of(String name, String type) throws NamingException;
  }

  /** By the resolvers that this machine uses; each type by itself (RFC 8482). */
  static Records system() {
    return NamesLook::ask;
  }

  /**
   * What is dangerous elsewhere is not here: the provider for DNS makes texts of answers and no
   * objects, and a name of {@link Targets#domain} cannot lead to another provider.
   */
  @SuppressWarnings("BanJNDI")
  private static List<String> ask(String name, String type) throws NamingException {
    Hashtable<String, String> settings = new Hashtable<>();
    settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    settings.put(Context.PROVIDER_URL, "dns:");
    settings.put("com.sun.jndi.dns.timeout.initial", MILLIS_PER_TRY);
    settings.put("com.sun.jndi.dns.timeout.retries", "1");
    InitialDirContext context = new InitialDirContext(settings);
    try {
      Attribute found = context.getAttributes(name + ".", new String[] {type}).get(type);
      List<String> values = new ArrayList<>();
      if (found != null) {
        NamingEnumeration<?> all = found.getAll();
        while (all.hasMore() && values.size() <= MOST_OF_A_TYPE) {
          values.add(String.valueOf(all.next()));
        }
      }
      return values;
    } catch (NameNotFoundException e) {
      return List.of();
    } finally {
      context.close();
    }
  }

  Seen look(Lookout one, String domain, Before before) {
    List<String> lines = new ArrayList<>();
    try {
      List<String> alias = lines(domain, "CNAME");
      for (String type : TYPES) {
        boolean isAddress = type.equals("A") || type.equals("AAAA");
        // Addresses behind an alias are the other name's: they change with every answer there.
        if (!isAddress || alias.isEmpty()) {
          lines.addAll(lines(domain, type));
        }
      }
      lines.addAll(lines("_dmarc." + domain, "TXT"));
    } catch (NamingException e) {
      throw new LookFailed("The resolver of this machine gave no answer in time.", e);
    }
    if (lines.isEmpty()) {
      lines.add(domain + " has no records");
    }
    String words = Numbers.of(lines.size(), "record");
    Difference difference = Difference.of(before.lines(), lines);
    if (before.last() == null || difference.isEmpty()) {
      return Seen.of(lines, words, List.of());
    }
    return Seen.of(
        lines,
        words,
        List.of(
            new Found(
                one.facts().supplier(),
                one.id().toString(),
                UUID.randomUUID().toString(),
                before.name(one.facts().supplier())
                    + ": the DNS says something else of "
                    + domain
                    + ": "
                    + difference.words(),
                difference.lines(),
                isGrave(difference))));
  }

  /** Whoever answers for a domain, or takes its mail, can do all in its name. */
  private static boolean isGrave(Difference difference) {
    return difference.came().stream()
        .anyMatch(line -> line.contains(" NS ") || line.contains(" MX "));
  }

  private List<String> lines(String name, String type) throws NamingException {
    List<String> values = new ArrayList<>();
    for (String value : records.of(name, type)) {
      String text = Plain.line(value, LONGEST);
      boolean isName = !type.equals("TXT");
      values.add(name + " " + label(type, text) + (isName ? text.toLowerCase(Locale.ROOT) : text));
    }
    if (values.size() > MOST_OF_A_TYPE) {
      throw new LookFailed("It has more than " + MOST_OF_A_TYPE + " records of one type.");
    }
    Collections.sort(values);
    return values;
  }

  private static String label(String type, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return type
        + (lower.startsWith("v=spf1")
            ? " (SPF) "
            : lower.startsWith("v=dmarc1") ? " (DMARC) " : " ");
  }
}
