package org.stoplog.server.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Somebody whom the company knows, or a stranger whom only texts mention. */
record Human(String userId, String email, String phone, String first, String last, String address) {
  private static final String[] FIRST = {
    "Zoë", "Łukasz", "Ἀριάδνη", "Björk", "美咲", "Nuño", "O'Neil", "Дарья", "Anne-Marie", "Søren"
  };
  private static final String[] LAST = {
    "Müller-Lüdenscheidt", "Ó Briain", "Παπαδοπούλου", "Nguyễn", "山田", "d\"Artagnan", "Šimić"
  };

  String name() {
    return first + " " + last;
  }

  /** Nobody has an identifier of somebody else; names are made so that no two are one. */
  static List<Human> some(String kind, int count, Random random) {
    List<Human> humans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      humans.add(
          new Human(
              kind + "-" + (1000 + i),
              kind + i + "+tag@" + (i % 3 == 0 ? "mail." : "") + "example.org",
              "+4930" + (1_000_000 + 10_007 * i + kind.length()),
              FIRST[random.nextInt(FIRST.length)] + i,
              LAST[random.nextInt(LAST.length)] + i,
              "203.0." + random.nextInt(256) + "." + (1 + random.nextInt(254))));
    }
    return humans;
  }

  static String csv(List<Human> humans) {
    StringBuilder csv = new StringBuilder("id,email,phone\n");
    for (Human human : humans) {
      csv.append(human.userId).append(',').append(human.email).append(',');
      csv.append(human.phone).append('\n');
    }
    return csv.toString();
  }

  /** All texts of all of them that a rule of the test looks for. */
  static Set<String> texts(List<Human> humans, java.util.function.Function<Human, String> of) {
    Set<String> texts = new TreeSet<>();
    humans.forEach(human -> texts.add(of.apply(human)));
    return texts;
  }
}
