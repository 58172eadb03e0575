package org.stoplog.server.sightings;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Addresses, hosts and domains as people type them, in the one form that is kept. */
final class Targets {
  static final int HTTPS_PORT = 443;
  private static final int LONGEST = 1_000;
  private static final int LONGEST_NAME = 253;
  private static final Pattern ADDRESS = Pattern.compile("(?i)https://([^/?#\\\\]*)([^#]*)(#.*)?");
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:\\[\\]@]+)(?::([0-9]{1,5}))?");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");

  private Targets() {}

  /** A host with its port. */
  record Place(String host, int port) {
    String text() {
      return port == HTTPS_PORT ? host : host + ":" + port;
    }

    /** As the machines' names are asked for: without the brackets of a number. */
    String bare() {
      return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
  }

  /**
   * An https address.
   *
   * @throws StoplogException REQUEST_INVALID that says what is wrong
   */
  static URI https(String typed) {
    String text = typed.strip();
    Matcher found = ADDRESS.matcher(text);
    if (text.length() > LONGEST || !found.matches()) {
      throw wrong("Write the address as https://NAME/PATH, with at most 1,000 characters.");
    }
    if (found.group(1).contains("@")) {
      throw wrong("No user or password may stand in the address.");
    }
    String rest = found.group(2);
    try {
      URI uri = new URI("https://" + place(found.group(1)).text() + (rest.isEmpty() ? "/" : rest));
      return new URI(uri.toASCIIString());
    } catch (URISyntaxException e) {
      throw wrong("The address has characters that must be written as %XX.");
    }
  }

  /** The place that an https address leads to. */
  static Place of(URI address) {
    int port = address.getPort();
    return new Place(address.getHost(), port < 0 ? HTTPS_PORT : port);
  }

  /**
   * {@code host} or {@code host:port}.
   *
   * @throws StoplogException REQUEST_INVALID that says what is wrong
   */
  static Place place(String typed) {
    Matcher found = AUTHORITY.matcher(typed.strip());
    if (!found.matches()) {
      throw wrong("Write the host as NAME or NAME:PORT.");
    }
    String host = found.group(1);
    String number = found.group(2);
    int port = number == null ? HTTPS_PORT : Integer.parseInt(number);
    if (port < 1 || port > 65_535) {
      throw wrong("A port is a number from 1 to 65535.");
    }
    return host.startsWith("[")
        ? new Place(host.toLowerCase(Locale.ROOT), port)
        : new Place(name(host).orElseThrow(() -> wrong("This is no name of a host.")), port);
  }

  /**
   * A domain with a dot in it.
   *
   * @throws StoplogException REQUEST_INVALID that says what is wrong
   */
  static String domain(String typed) {
    return name(typed.strip())
        .filter(name -> name.contains(".") && !name.matches("[0-9.]+"))
        .orElseThrow(() -> wrong("Write a domain as example.com."));
  }

  /** A name in lower case and ASCII (RFC 5891), without a dot at its end; empty for none. */
  static Optional<String> name(String typed) {
    String name;
    try {
      name = IDN.toASCII(typed.strip(), IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      return Optional.empty();
    }
    for (String label : name.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return Optional.empty();
      }
    }
    return Optional.of(name);
  }

  static StoplogException wrong(String why) {
    return new StoplogException(Problem.REQUEST_INVALID, why);
  }
}
