package org.stoplog.server.mail;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mail route as it was typed.
 *
 * @param password null when none was typed
 * @param errors by field; the route is of use only when there are none
 */
record RouteForm(
    MailRoute route,
    @Nullable String password,
    Map<String, String> typed,
    Map<String, String> errors) {
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_SENDER = 100;
  private static final int LONGEST_SECRET = 200;

  /** Leaves room for a plus and the number of the copy. */
  private static final int LONGEST_RETURN = 40;

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9:][A-Za-z0-9.:-]{0,252}");
  private static final Pattern HERE =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1", Pattern.CASE_INSENSITIVE);

  /** Names nobody and no secret. */
  @Override
  public String toString() {
    return "RouteForm[" + errors.keySet() + "]";
  }

  /** What the fields of a form say of a route that is kept. */
  static Map<String, String> of(MailRoute route) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", route.name());
    fields.put("kind", route.catcher() ? "catcher" : "sends");
    fields.put("host", route.host());
    fields.put("port", String.valueOf(route.port()));
    fields.put("security", route.security().word());
    fields.put("user", text(route.user()));
    fields.put("from", route.from());
    fields.put("from-name", text(route.fromName()));
    fields.put("returns", text(route.returns()));
    fields.put("supplier", route.supplier() == null ? "" : String.valueOf(route.supplier()));
    return fields;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /**
   * Reads a form.
   *
   * @param before the route as it is kept, null for a new one
   * @param suppliers ids of those in the register
   */
  static RouteForm read(
      Map<String, String> fields, @Nullable MailRoute before, Set<Integer> suppliers) {
    Map<String, String> typed = new LinkedHashMap<>();
    for (String field :
        new String[] {
          "name",
          "kind",
          "host",
          "port",
          "security",
          "user",
          "from",
          "from-name",
          "returns",
          "supplier"
        }) {
      typed.put(field, fields.getOrDefault(field, "").strip());
    }
    Map<String, String> errors = new LinkedHashMap<>();
    line(typed, errors, "name", LONGEST_NAME, true, "Give it a name, on one line.");
    if (before == null && !typed.getOrDefault("kind", "").matches("sends|catcher")) {
      errors.put("kind", "Say whether it sends, or catches for drills.");
    }
    String host = typed.getOrDefault("host", "");
    if (!HOST.matcher(host).matches()) {
      errors.put("host", "A host is a name or an address, such as smtp.example.org.");
    }
    int port = port(typed.getOrDefault("port", ""), errors);
    Security security = Security.of(typed.getOrDefault("security", "")).orElse(null);
    if (security == null) {
      errors.put("security", "Choose how the connection is protected.");
    } else if (security == Security.NONE && !HERE.matcher(host).matches()) {
      errors.put(
          "security",
          "Without encryption only this machine may be called: localhost, 127.0.0.1 or ::1.");
    }
    line(typed, errors, "user", LONGEST_SECRET, false, "A user has no control characters.");
    String from = typed.getOrDefault("from", "");
    if (!MailAddress.isSound(from) || MailAddress.needsUtf8(from)) {
      errors.put("from", "This is no address that mail can come from.");
    }
    line(typed, errors, "from-name", LONGEST_SENDER, false, "A name stands on one line.");
    String returns = typed.getOrDefault("returns", "");
    if (!returns.isEmpty()
        && (!MailAddress.isSound(returns)
            || MailAddress.needsUtf8(returns)
            || returns.lastIndexOf('@') > LONGEST_RETURN
            || returns.indexOf('+') >= 0)) {
      errors.put(
          "returns",
          "An address without a plus, with at most "
              + LONGEST_RETURN
              + " characters before the @.");
    }
    String owner = typed.getOrDefault("supplier", "");
    Integer supplier = owner.matches("[0-9]{1,9}") ? Integer.valueOf(owner) : null;
    if (!owner.isEmpty() && (supplier == null || !suppliers.contains(supplier))) {
      errors.put("supplier", "Choose a supplier of the register, or none.");
    }
    MailRoute route =
        new MailRoute(
            before == null ? 0 : before.id(),
            typed.getOrDefault("name", ""),
            before == null ? "catcher".equals(typed.get("kind")) : before.catcher(),
            host,
            port,
            security == null ? Security.TLS : security,
            orNull(typed.get("user")),
            from,
            orNull(typed.get("from-name")),
            orNull(returns),
            supplier);
    String password = orNull(fields.get("password"));
    password(route, password, before, errors);
    return new RouteForm(route, password, typed, errors);
  }

  /**
   * A password goes only where whoever typed it sent it: who changes the host must know it, or they
   * could have it sent to themselves.
   */
  private static void password(
      MailRoute route,
      @Nullable String password,
      @Nullable MailRoute before,
      Map<String, String> errors) {
    if (password != null
        && (password.length() > LONGEST_SECRET
            || password.chars().anyMatch(Character::isISOControl))) {
      errors.put("password", "A password has at most 200 characters, none of them a control.");
    } else if (route.user() == null) {
      if (password != null) {
        errors.put("user", "A password belongs to a user.");
      }
    } else if (password == null && (before == null || before.user() == null)) {
      errors.put("password", "A user signs in by a password.");
    } else if (password == null && before != null && goesElsewhere(route, before)) {
      errors.put(
          "password",
          "Type the password again: it was given for another host, port, protection or user.");
    }
  }

  private static boolean goesElsewhere(MailRoute route, MailRoute before) {
    return !route.host().equalsIgnoreCase(before.host())
        || route.port() != before.port()
        || route.security() != before.security()
        || !String.valueOf(route.user()).equals(String.valueOf(before.user()));
  }

  private static void line(
      Map<String, String> typed,
      Map<String, String> errors,
      String field,
      int longest,
      boolean needed,
      String error) {
    String value = typed.getOrDefault(field, "");
    if (value.length() > longest) {
      errors.put(field, "At most " + longest + " characters.");
    } else if ((needed && value.isEmpty())
        || value.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
      errors.put(field, error);
    }
  }

  private static int port(String typed, Map<String, String> errors) {
    if (typed.matches("[1-9][0-9]{0,4}") && Integer.parseInt(typed) <= 65_535) {
      return Integer.parseInt(typed);
    }
    errors.put("port", "A port is a number from 1 to 65535; 587 for STARTTLS, 465 for TLS.");
    return 1;
  }

  private static @Nullable String orNull(@Nullable String value) {
    return value == null || value.isEmpty() ? null : value;
  }
}
