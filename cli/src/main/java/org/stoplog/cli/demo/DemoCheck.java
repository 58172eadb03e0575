package org.stoplog.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.stoplog.ledger.Evidence;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.Exposure;
import org.stoplog.ledger.exposure.ExposureRun;
import org.stoplog.ledger.exposure.FrozenExposure;
import org.stoplog.ledger.exposure.Summary;
import org.stoplog.ledger.pack.PackCheck;
import org.stoplog.ledger.pack.PackReport;
import org.stoplog.sample.Answer;
import org.stoplog.sample.SampleFiles;
import org.stoplog.sample.Story;
import org.stoplog.sample.Truth;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Holds what was frozen and sent in the incident's room against the truth. */
public final class DemoCheck {
  private static final Summary NO_NUMBERS = new Summary(0, 0, 0, 0, 0, 0, 0, 0, 0);

  private static final String PASSED_AFTER =
      """
      select count(*) from traffic_day t, connection c, severance s
      where c.id = t.connection and s.supplier = c.supplier and t.passed_last >= s.at
      """;

  /** After a kill the application sends again what it had no answer to, so there may be more. */
  private static final String SEEN_AFTER =
      """
      select count(*) from (select sum(t.refused) as stopped from traffic_day t, connection c, severance s
        where c.id = t.connection and s.supplier = c.supplier and t.refused_last >= s.at) x
      where x.stopped >= %d
      """
          .formatted(DemoTraffic.WENT_ON);

  private static final String TOLD =
      "select count(distinct person) from notice_recipient where not drill and state = 'accepted'";

  private static final String NOT_TOLD =
      """
      select count(distinct person) from notice_recipient r where not drill and state = 'no-address'
        and not exists (select 1 from notice_recipient t where t.person = r.person and t.state = 'accepted')
      """;

  private static final String TWICE =
      """
      select count(*) from (select person from notice_recipient where not drill and state = 'accepted'
        group by notice, person having count(*) > 1) x
      """;

  private static final String TOLD_MORE =
      """
      select count(*) from (select person from notice_recipient where not drill and state = 'accepted'
        group by person having count(distinct notice) > 1) x
      """;

  /** Name of the evidence pack's file. */
  public static final String PACK = "evidence-pack.zip";

  private static final String MADE =
      "select sha256 from pack where sha256 is not null order by made_at desc limit 1";

  private static final String SENT =
      """
      select encode(message, 'hex'), in_doubt from notice_recipient
      where not drill and state = 'accepted' and lead is null
      """;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Ledger ledger;
  private final Truth truth;
  private final Path root;
  private final DemoResult result;

  /**
   * @param root folder that lists are written to
   */
  public DemoCheck(Ledger ledger, Truth truth, Path root, DemoResult result) {
    this.ledger = ledger;
    this.truth = truth;
    this.root = root;
    this.result = result;
  }

  /** One exposure for each version of the scope, each exact. */
  public void exposures(Story story) throws IOException {
    List<FrozenExposure> frozen = ledger.inTransaction(DemoCheck::ofTheRoom);
    List<Answer> answers =
        List.of(
            truth.seen(story.supplier(), story.dataFrom(), story.dataTo()),
            truth.file(SampleFiles.DAY_16, true),
            truth.file(SampleFiles.DAY_40, true));
    List<String> days = List.of("day0", "day16", "day40");
    result.count("exposures of the room", answers.size(), frozen.size());
    for (int i = 0; i < Math.min(answers.size(), frozen.size()); i++) {
      Path folder = root.resolve("room-" + days.get(i));
      ledger.export(exposure(frozen.get(i)), folder, Progress.NONE);
      boolean isRecord = i == 0;
      result.check(
          "room, " + days.get(i),
          answers.get(i),
          folder,
          isRecord ? "grade_seen" : "grade",
          isRecord ? "elements_seen" : "elements");
    }
  }

  /** What the record says of the gateway: what went through before the cut, and what after it. */
  public void traffic() {
    ledger.inTransaction(
        db -> {
          result.count("requests that passed after the cut", 0, count(db, PASSED_AFTER));
          result.count("attempts after the cut were seen", 1, count(db, SEEN_AFTER));
          return db;
        });
  }

  /** Whom the mail names, and how often. @param mail folder that the mail was caught in */
  public void notices(Path files, Path mail) throws IOException {
    var first = truth.file(SampleFiles.DAY_16, true).persons();
    var last = truth.file(SampleFiles.DAY_40, true).persons();
    Set<String> affected = new TreeSet<>(first.keySet());
    affected.addAll(last.keySet());
    Map<String, Set<String>> addresses =
        SampleAddresses.byPerson(files.resolve(SampleFiles.PEOPLE));
    addresses.keySet().retainAll(affected);
    Set<String> suppliers = DemoSuppliers.contacts();
    List<CaughtMail> caught =
        CaughtMail.all(mail).stream().filter(one -> !suppliers.contains(one.to())).toList();
    Set<String> reached = new TreeSet<>();
    caught.forEach(one -> reached.add(one.to()));
    result.count(
        "affected people with an address whom no mail reached",
        0,
        addresses.values().stream().filter(own -> Collections.disjoint(own, reached)).count());
    Set<String> known = new TreeSet<>();
    addresses.values().forEach(known::addAll);
    reached.removeAll(known);
    result.count("mail to others", 0, reached.size());
    long more = 0;
    for (String id : addresses.keySet()) {
      var then = first.get(id);
      var now = last.get(id);
      more += then != null && now != null && !then.elements().containsAll(now.elements()) ? 1 : 0;
    }
    rows(caught, affected.size(), addresses.size(), more);
  }

  /** What a stranger reads, without any session. @param address of the public listener */
  public void statement(String address) {
    WebPage page = new DemoBrowser(address, "a stranger").open("/statements/analytics-supplier");
    long people = truth.file(SampleFiles.DAY_40, true).persons().size();
    String said = page.firstText("(?<=we know of )[0-9\u202f]+( or more)?(?= people)");
    long ours = Long.parseLong(said.replaceAll("[^0-9]", ""));
    // Where a small number would follow from two, the page rounds down to tens.
    boolean isRounded = said.endsWith(" or more");
    result.count("people on the public page", isRounded ? people - people % 10 : people, ours);
    result.count("revisions on the public page", 1, page.says("What changed since") ? 1 : 0);
  }

  /** What the rows say, beside what was caught. */
  private void rows(List<CaughtMail> caught, long affected, long withAddress, long more) {
    Map<String, Long> copies =
        caught.stream().collect(Collectors.groupingBy(CaughtMail::sha256, Collectors.counting()));
    ledger.inTransaction(
        db -> {
          result.count("people told", withAddress, count(db, TOLD));
          result.count("people without an address", affected - withAddress, count(db, NOT_TOLD));
          result.count("people told twice", 0, count(db, TWICE));
          result.count("people told again, of more elements", more, count(db, TOLD_MORE));
          Set<String> sent = new TreeSet<>();
          try (PreparedStatement find = db.prepareStatement(SENT);
              ResultSet row = find.executeQuery()) {
            while (row.next()) {
              String hash = row.getString(1);
              long here = copies.getOrDefault(hash, 0L);
              sent.add(hash);
              if (here != 1 && !(here > 1 && row.getBoolean(2))) {
                result.differs("a message that is said to be taken was caught " + here + " times");
              }
            }
          }
          result.count("different messages", sent.size(), copies.size());
          return true;
        });
    result.tell(
        Map.of(
            "part",
            "second copies of messages that were in doubt",
            "copies",
            caught.size() - copies.size()));
  }

  /** The evidence pack, as somebody checks it who has the file and the key alone. */
  public void pack() {
    String sha256 =
        ledger.inTransaction(
            db -> {
              try (PreparedStatement find = db.prepareStatement(MADE);
                  ResultSet row = find.executeQuery()) {
                return row.next() ? row.getString(1) : "";
              }
            });
    if (sha256.isEmpty()) {
      result.differs("no evidence pack was made");
      return;
    }
    Path file = root.resolve(PACK);
    new Evidence(ledger.stores().folder(), ledger.stores().keys()).open(sha256, file);
    PackReport report =
        PackCheck.run(file, new PackCheck.Known(ledger.checkpointKey(), List.of()), Progress.NONE);
    report.wrong().forEach(one -> result.differs("evidence pack: " + one));
    result.count("things wrong in the evidence pack", 0, report.wrong().size());
  }

  private static final String ASKED =
      """
      select count(*) from campaign_supplier s join campaign c on c.id = s.campaign
      where c.incident is not null and s.obstacle is null
      """;

  private static final String ANSWERED =
      """
      select count(*) from campaign_supplier s join campaign c on c.id = s.campaign
      where c.incident is not null and s.taken_at is not null
      """;

  private static final String LINKED_TWICE =
      """
      select count(*) from (select supplier from campaign_mail m join campaign c on c.id = m.campaign
        where m.kind = 'link' and m.state = 'accepted' group by c.id, supplier having count(*) > 1) x
      """;

  /** The sweep of the other suppliers, in the record and in the pack. */
  public void sweep() throws IOException {
    long asked =
        ledger.inTransaction(
            db -> {
              result.count(
                  "suppliers that answered after the breach",
                  DemoSuppliers.answered(),
                  count(db, ANSWERED));
              result.count("suppliers that got two links", 0, count(db, LINKED_TWICE));
              return count(db, ASKED);
            });
    Map<String, Object> board = board();
    result.count("suppliers asked, in the evidence pack", asked, number(board, "asked"));
    result.count(
        "suppliers that answered, in the evidence pack",
        DemoSuppliers.answered(),
        number(board, "answered"));
    result.count(
        "affected suppliers, in the evidence pack",
        DemoSuppliers.affected(),
        number(board, "affected"));
  }

  private static long number(Map<String, Object> board, String name) {
    return board.get(name) instanceof Number value ? value.longValue() : -1;
  }

  private Map<String, Object> board() throws IOException {
    try (ZipFile pack = new ZipFile(root.resolve(PACK).toFile())) {
      ZipEntry entry =
          pack.stream()
              .filter(one -> one.getName().endsWith("/sweep.json"))
              .findFirst()
              .orElse(null);
      if (entry == null) {
        return Map.of();
      }
      try (InputStream in = pack.getInputStream(entry)) {
        return JSON.readValue(in, new TypeReference<Map<String, Object>>() {});
      }
    }
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(sql);
        ResultSet row = find.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * The last of each version of the scope: a version is counted again when a kill came between the
   * frozen file and the room's row.
   */
  private static List<FrozenExposure> ofTheRoom(Connection connection) throws SQLException {
    List<FrozenExposure> found = new ArrayList<>();
    try (PreparedStatement find =
            connection.prepareStatement(
                """
                select distinct on (incident, scope) exposure from incident_exposure
                order by incident, scope, exposure desc
                """);
        ResultSet row = find.executeQuery()) {
      while (row.next()) {
        found.add(FrozenExposure.get(connection, row.getLong(1)));
      }
    }
    return found;
  }

  private Exposure exposure(FrozenExposure frozen) {
    return new Exposure(
        frozen.id(),
        frozen.createdAt(),
        frozen.title(),
        ExposureRun.fileOf(ledger.stores().folder(), frozen.sha256()),
        frozen.sha256(),
        NO_NUMBERS,
        List.of(),
        // That there are claims makes the list say what they say was taken.
        List.of("letter", "day16", "day40"));
  }
}
