package org.stoplog.server.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.stoplog.ledger.identity.Scheme;

/** An application: what it says about people comes of a seed, and of nothing else. */
final class App {
  private static final String[] EVENTS = {
    "Signed up", "Bestellung ✓", "cart/opened", "Péage payé", "a\tb \"quoted\" \\ c"
  };

  private final String prefix;
  private final Random random;
  private final List<Human> people;
  private final List<Human> strangers;
  private final Set<String> ofAddress;
  private final List<Said> said = new ArrayList<>();

  /**
   * @param prefix of the marks
   * @param people whom it may speak of, as those whom an event is about
   * @param strangers whom it may mention; the first is also whom it speaks of when nobody is known
   * @param ofAddress what a member {@code ip} of an event tells this supplier
   */
  App(String prefix, long seed, List<Human> people, List<Human> strangers, Set<String> ofAddress) {
    this.prefix = prefix;
    this.random = new Random(seed);
    this.people = people;
    this.strangers = strangers;
    this.ofAddress = ofAddress;
  }

  List<Said> said() {
    return said;
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  String event() {
    return EVENTS[random.nextInt(EVENTS.length)];
  }

  Human somebody() {
    return people.get(random.nextInt(people.size()));
  }

  /** The mark of what is said next. */
  String mark() {
    return "m-" + prefix + "-" + said.size() + "-x";
  }

  /** About somebody under their id or their address, as it comes. */
  Said tell(String act, String spelling) {
    Human who = somebody();
    return chance(25)
        ? tell(act, who, Scheme.EMAIL, who.email(), spelling)
        : tell(act, who, Scheme.USER_ID, who.userId(), spelling);
  }

  /**
   * @param spelling of the names of members: snake, camel or dollar
   */
  Said tell(String act, Human who, Scheme scheme, String id, String spelling) {
    List<Said.Fact> facts = new ArrayList<>();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("mark", mark());
    Human of = who == null ? strangers.getFirst() : who;
    // On these the spec means the name of the page.
    boolean isNamed = act.startsWith("page") || act.startsWith("screen");
    about(of, spelling, isNamed ? "fullName" : "name", content, facts);
    things(of, content, facts);
    return add(new Said(mark(), act, who, scheme, id, content, facts));
  }

  /** Without anything beside the id. */
  Said bare(String act, Human who, Scheme scheme, String id) {
    return add(new Said(mark(), act, who, scheme, id, Map.of(), List.of()));
  }

  private Said add(Said one) {
    said.add(one);
    return one;
  }

  private void about(
      Human of, String spelling, String name, Map<String, Object> content, List<Said.Fact> facts) {
    boolean camel = spelling.equals("camel");
    String sign = spelling.equals("dollar") ? "$" : "";
    put(40, sign + "email", of.email(), Set.of("contact.email"), content, facts);
    put(30, sign + "phone", of.phone(), Set.of("contact.phone"), content, facts);
    put(
        40,
        camel ? "firstName" : sign + "first_name",
        of.first(),
        Set.of("person.first_name"),
        content,
        facts);
    put(
        40,
        camel ? "lastName" : sign + "last_name",
        of.last(),
        Set.of("person.last_name"),
        content,
        facts);
    put(30, camel ? name : sign + "name", of.name(), Set.of("person.full_name"), content, facts);
  }

  private void things(Human of, Map<String, Object> content, List<Said.Fact> facts) {
    Human other = strangers.get(random.nextInt(strangers.size()));
    put(30, "plan", chance(50) ? "pro" : "für alle", PLAN, content, facts);
    put(30, "order_id", "o-" + random.nextInt(1000), ORDER, content, facts);
    put(30, "ip", of.address(), ofAddress, content, facts);
    put(20, "iban", "DE89370400440532013000", Set.of("fin.bank_account"), content, facts);
    put(20, "locale", "pt-BR", Set.of("person.language"), content, facts);
    put(20, "birthday", "1984-02-29", Set.of("person.date_of_birth"), content, facts);
    put(30, "kontakt", of.phone(), Set.of("contact.phone"), content, facts);
    put(
        30,
        "note",
        "Bitte an <" + other.email() + "> schicken, danke 🙂",
        Set.of("contact.email"),
        content,
        facts);
    if (chance(30)) {
      content.put("watchers", List.of(other.email(), "nobody", of.email()));
      facts.add(new Said.Fact(other.email(), Set.of("contact.email")));
    }
    if (chance(20)) {
      content.put("numbers", List.of(other.phone(), "none"));
      facts.add(new Said.Fact(other.phone(), Set.of("contact.phone")));
    }
    if (chance(40)) {
      content.put(
          "where", Map.of("deep", Map.of("city", "Łódź", "pets", List.of("Mimi", "Ωmega"))));
      facts.add(new Said.Fact("Łódź", Set.of("location.coarse")));
    }
    nothings(content);
  }

  /** What tells nothing of anybody, in all forms that values have. */
  private void nothings(Map<String, Object> content) {
    if (chance(50)) {
      content.put(
          "basket", List.of(Map.of("sku", "A-1", "cost", 12.5), Map.of("sku", "B/2", "cost", 3)));
    }
    if (chance(50)) {
      content.put("wéird \"key\" \\ 🙂", "tab\t newline\n quote\" back\\slash </script> \u0001");
    }
    if (chance(30)) {
      content.put("big", 9_007_199_254_740_993L);
      content.put("tiny", -0.000_001);
      content.put("yes", true);
      content.put("empty", "");
      content.put("hollow", Map.of());
      content.put("bare", List.of());
    }
    if (chance(10)) {
      content.put("long", "läng ".repeat(1500));
    }
  }

  private static final Set<String> PLAN = Set.of("purchase.subscription_plan");
  private static final Set<String> ORDER = Set.of("purchase.order_details");

  private void put(
      int percent,
      String key,
      String value,
      Set<String> elements,
      Map<String, Object> content,
      List<Said.Fact> facts) {
    if (chance(percent)) {
      content.put(key, value);
      facts.add(new Said.Fact(value, elements));
    }
  }
}
