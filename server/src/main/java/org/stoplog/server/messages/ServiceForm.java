package org.stoplog.server.messages;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message service as it was typed.
 *
 * @param errors by field; the service is of use only when there are none
 */
record ServiceForm(MessageService service, Map<String, String> typed, Map<String, String> errors) {
  private static final int LONGEST_NAME = 60;
  private static final int LONGEST_URL = 500;
  private static final int SHORTEST = 20;
  private static final int LONGEST = 100_000;
  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final URI NONE = URI.create("https://none.invalid/");

  static final Map<String, String> FIRST =
      Map.of("kind", "sms", "use", "sends", "longest", "600", "network", "no");

  /** What the fields of a form say of a service that is kept. */
  static Map<String, String> of(MessageService service) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", service.name());
    fields.put("kind", service.kind().word());
    fields.put("use", service.catcher() ? "catcher" : "sends");
    fields.put("url", service.url().toString());
    fields.put("network", service.isOwnNetwork() ? "yes" : "no");
    fields.put("longest", Integer.toString(service.longest()));
    fields.put("supplier", service.supplier() == null ? "" : String.valueOf(service.supplier()));
    return fields;
  }

  /**
   * Reads a form.
   *
   * @param before the service as it is kept, null for a new one
   * @param suppliers ids of those in the register
   */
  static ServiceForm read(
      Map<String, String> fields, @Nullable MessageService before, Set<Integer> suppliers) {
    Map<String, String> typed = new LinkedHashMap<>();
    for (String field :
        new String[] {"name", "kind", "use", "url", "network", "longest", "supplier"}) {
      typed.put(field, fields.getOrDefault(field, "").strip());
    }
    Map<String, String> errors = new LinkedHashMap<>();
    String name = typed.getOrDefault("name", "");
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      errors.put("name", "A name has 1 to " + LONGEST_NAME + " characters, on one line.");
    }
    MessageKind kind =
        before == null
            ? MessageKind.of(typed.getOrDefault("kind", "")).orElse(null)
            : before.kind();
    if (kind == null) {
      errors.put("kind", "Choose what it brings.");
    }
    if (before == null && !Set.of("sends", "catcher").contains(typed.getOrDefault("use", ""))) {
      errors.put("use", "Choose whether it sends or catches.");
    }
    String owner = typed.getOrDefault("supplier", "");
    Integer supplier = owner.matches("[0-9]{1,9}") ? Integer.valueOf(owner) : null;
    if (!owner.isEmpty() && (supplier == null || !suppliers.contains(supplier))) {
      errors.put("supplier", "Choose a supplier of the register, or none.");
    }
    MessageService service =
        new MessageService(
            before == null ? 0 : before.id(),
            name,
            kind == null ? MessageKind.SMS : kind,
            before == null ? "catcher".equals(typed.get("use")) : before.catcher(),
            url(typed.getOrDefault("url", ""), errors),
            "yes".equals(typed.get("network")),
            longest(typed.getOrDefault("longest", ""), errors),
            supplier);
    return new ServiceForm(service, typed, errors);
  }

  private static URI url(String typed, Map<String, String> errors) {
    try {
      URI url = new URI(typed);
      String host = url.getHost();
      boolean isSound =
          typed.length() <= LONGEST_URL
              && host != null
              && url.getRawUserInfo() == null
              && url.getRawFragment() == null;
      if (isSound && "https".equals(url.getScheme())) {
        return url;
      }
      if (isSound
          && "http".equals(url.getScheme())
          && HERE.contains(host.toLowerCase(Locale.ROOT))) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Said below.
    }
    errors.put(
        "url",
        "Write it as https://NAME/PATH, without a user. Without encryption only this machine may be"
            + " called: http://localhost.");
    return NONE;
  }

  private static int longest(String typed, Map<String, String> errors) {
    if (typed.matches("[0-9]{1,6}")) {
      int longest = Integer.parseInt(typed);
      if (longest >= SHORTEST && longest <= LONGEST) {
        return longest;
      }
    }
    errors.put("longest", "A number from " + SHORTEST + " to " + LONGEST + ".");
    return SHORTEST;
  }

  @Override
  public String toString() {
    return "ServiceForm[" + errors.keySet() + "]";
  }
}
