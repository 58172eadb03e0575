package org.stoplog.server.organisations;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.ElementSet;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.exposure.ExposureRun;
import org.stoplog.ledger.exposure.OrganisationLists;
import org.stoplog.server.incidents.IncidentDoor;
import org.stoplog.server.mail.MailAddress;
import org.stoplog.server.people.OrganisationDesk;
import org.stoplog.server.platform.LongWork;
import org.stoplog.server.platform.Transactions;

/** Freezes whose people are affected: a list of rows for each organisation. It sends nothing. */
final class ListWork implements LongWork {
  static final String KIND = "organisation-lists";
  static final String ROUND = "round";

  /** A longer list is not handed out by a link: it is written in memory. */
  static final int LONGEST = 100_000;

  private static final int PORTION = 2_000;

  private final Transactions transactions;
  private final Ledger ledger;
  private final IncidentDoor door;
  private final OrganisationDesk desk;

  ListWork(Transactions transactions, Ledger ledger, IncidentDoor door, OrganisationDesk desk) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.door = door;
    this.desk = desk;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String run(Task task, Progress progress) {
    UUID id = UUID.fromString(String.valueOf(task.arguments().get(ROUND)));
    Round round = transactions.run(jdbc -> new RoundRows(jdbc, door).find(id)).orElseThrow();
    if (round.state() != Round.State.COUNTING) {
      return round.path();
    }
    transactions.run(
        jdbc -> {
          for (String table : List.of("organisation_list_row", "organisation_notice")) {
            jdbc.sql("delete from " + table + " where round = :id").param("id", id).update();
          }
          return true;
        });
    progress.step("Looking up whose people are affected", Progress.UNKNOWN, "people");
    Collected collected = new Collected(id, progress);
    Map<Integer, ElementSet> own = new TreeMap<>();
    OrganisationLists.each(
        ledger.stores(),
        ExposureRun.fileOf(ledger.stores().folder(), round.sha256()),
        frozenOn(round),
        own,
        member -> {
          if (member.isSure() || round.possible()) {
            collected.add(member, own);
          }
        },
        progress);
    collected.end(own);
    own.keySet().stream()
        .filter(organisation -> !collected.lists.containsKey(organisation))
        .toList()
        .forEach(organisation -> collected.alone(organisation, own));
    return freeze(task.by(), round, collected);
  }

  private LocalDate frozenOn(Round round) {
    return transactions.run(
        jdbc ->
            jdbc.sql("select created_at from exposure where id = :id")
                .param("id", round.exposure())
                .query(java.time.OffsetDateTime.class)
                .single()
                .withOffsetSameInstant(ZoneOffset.UTC)
                .toLocalDate());
  }

  private String freeze(UUID by, Round round, Collected collected) {
    Map<Integer, List<OrganisationDesk.Reach>> contacts = desk.contacts();
    return transactions.act(
        act -> {
          door.lock(act.jdbc(), round.incident());
          RoundRows rows = new RoundRows(act.jdbc(), door);
          Round now = rows.lock(round.id()).orElseThrow();
          if (now.state() != Round.State.COUNTING) {
            throw new StoplogException(
                Problem.REQUEST_INVALID, "The round was discarded meanwhile.");
          }
          Integer supplier = door.find(act.jdbc(), round.incident()).supplier();
          try (PreparedStatement update =
                  act.connection()
                      .prepareStatement(
                          """
                          update organisation_notice set contact = ?, second = ?, needs_code = ?,
                            obstacle = coalesce(?, obstacle)
                          where round = ? and organisation = ?
                          """);
              PreparedStatement mail =
                  act.connection()
                      .prepareStatement(
                          """
                          insert into organisation_mail (round, organisation, kind, state)
                          select ?, ?, ?, 'planned' from organisation_notice
                          where round = ? and organisation = ? and obstacle is null
                          """)) {
            for (int organisation : collected.lists.keySet()) {
              Reached reached =
                  Reached.of(
                      contacts.getOrDefault(organisation, List.of()),
                      domain -> door.isOfSupplier(act.jdbc(), supplier, domain));
              update.setObject(1, reached.contact());
              update.setObject(2, reached.second());
              update.setBoolean(3, reached.second() != null);
              update.setString(4, reached.obstacle());
              update.setObject(5, round.id());
              update.setInt(6, organisation);
              update.executeUpdate();
              plan(mail, round.id(), organisation, "link");
              if (reached.second() != null) {
                plan(mail, round.id(), organisation, "code");
              }
            }
          } catch (SQLException e) {
            throw new IllegalStateException("rows of organisations", e);
          }
          String lists = sha256(collected.lists);
          rows.ready(round.id(), lists);
          door.tell(act.jdbc(), round.incident(), by, "organisations.frozen", "" + round.number());
          act.record(
              by,
              "organisations.lists-frozen",
              Map.of(
                  "incident", round.incident().toString(),
                  "round", round.id().toString(),
                  "exposure", round.exposure(),
                  "organisations", collected.lists.size(),
                  "people", collected.people,
                  "lists", lists));
          return round.path();
        });
  }

  private static void plan(PreparedStatement mail, UUID round, int organisation, String kind)
      throws SQLException {
    mail.setObject(1, round);
    mail.setInt(2, organisation);
    mail.setString(3, kind);
    mail.setObject(4, round);
    mail.setInt(5, organisation);
    mail.executeUpdate();
  }

  private static String sha256(Map<Integer, String> lists) {
    MessageDigest digest = digest();
    lists.forEach(
        (organisation, list) ->
            digest.update((organisation + "," + list + "\n").getBytes(US_ASCII)));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Who of an organisation is written to.
   *
   * @param second gets a code, since the first has a mailbox at the breached supplier
   */
  record Reached(@Nullable UUID contact, @Nullable UUID second, @Nullable String obstacle) {
    /** Whether a domain is the breached supplier's. */
    interface Theirs {
      boolean is(String domain);
    }

    static Reached of(List<OrganisationDesk.Reach> contacts, Theirs theirs) {
      List<OrganisationDesk.Reach> usable =
          contacts.stream().filter(one -> MailAddress.isSound(one.email())).toList();
      if (usable.isEmpty()) {
        return new Reached(null, null, "no-contact");
      }
      OrganisationDesk.Reach first = usable.getFirst();
      if (!theirs.is(domain(first))) {
        return new Reached(first.id(), null, null);
      }
      return usable.stream()
          .skip(1)
          .filter(one -> !theirs.is(domain(one)))
          .findFirst()
          .map(second -> new Reached(first.id(), second.id(), null))
          .orElse(new Reached(first.id(), null, "no-second-contact"));
    }

    private static String domain(OrganisationDesk.Reach one) {
      return one.email().substring(one.email().lastIndexOf('@') + 1);
    }
  }

  /** Writes lists in portions; they come one organisation after the other. */
  private final class Collected {
    /** Hash over the rows, by organisation. */
    final Map<Integer, String> lists = new TreeMap<>();

    long people;
    private final UUID round;
    private final Progress progress;
    private final List<OrganisationLists.Member> waiting = new ArrayList<>();
    private MessageDigest digest = digest();
    private int organisation;
    private long count;
    private ElementSet elements = ElementSet.NONE;

    Collected(UUID round, Progress progress) {
      this.round = round;
      this.progress = progress;
    }

    void add(OrganisationLists.Member member, Map<Integer, ElementSet> own) {
      if (member.organisation() != organisation) {
        end(own);
        organisation = member.organisation();
        begin();
      }
      count++;
      people++;
      elements = elements.plus(member.elements());
      digest.update(
          (member.person()
                  + ","
                  + member.elements().low()
                  + ","
                  + member.elements().high()
                  + ","
                  + member.isSure()
                  + "\n")
              .getBytes(US_ASCII));
      waiting.add(member);
      if (waiting.size() == PORTION) {
        write();
      }
    }

    private void begin() {
      transactions.run(
          jdbc ->
              jdbc.sql(
                      """
                      insert into organisation_notice (round, organisation, people, low, high,
                        own_low, own_high, list_sha256)
                      values (:round, :organisation, 0, 0, 0, 0, 0, '')
                      """)
                  .param("round", round)
                  .param("organisation", organisation)
                  .update());
    }

    /** Nothing of its people, but of itself. */
    void alone(int which, Map<Integer, ElementSet> own) {
      organisation = which;
      begin();
      end(own);
    }

    void end(Map<Integer, ElementSet> own) {
      write();
      if (organisation != 0) {
        ElementSet theirs = own.getOrDefault(organisation, ElementSet.NONE);
        digest.update(("own " + theirs.low() + "," + theirs.high() + "\n").getBytes(US_ASCII));
        String sha256 = HexFormat.of().formatHex(digest.digest());
        lists.put(organisation, sha256);
        transactions.run(
            jdbc ->
                jdbc.sql(
                        """
                        update organisation_notice set people = :people, low = :low, high = :high,
                          own_low = :ownLow, own_high = :ownHigh, list_sha256 = :sha256,
                          obstacle = case when :people > :most then 'too-large' end
                        where round = :round and organisation = :organisation
                        """)
                    .param("people", count)
                    .param("low", elements.low())
                    .param("high", elements.high())
                    .param("ownLow", theirs.low())
                    .param("ownHigh", theirs.high())
                    .param("sha256", sha256)
                    .param("most", LONGEST)
                    .param("round", round)
                    .param("organisation", organisation)
                    .update());
      }
      organisation = 0;
      count = 0;
      elements = ElementSet.NONE;
      digest = digest();
    }

    private void write() {
      if (waiting.isEmpty()) {
        return;
      }
      transactions.inTurn(
          connection -> {
            write(connection);
            return true;
          });
      waiting.clear();
      progress.at(people);
    }

    private void write(Connection connection) throws SQLException {
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into organisation_list_row values (?, ?, ?, ?, ?, ?)")) {
        for (OrganisationLists.Member one : waiting) {
          insert.setObject(1, round);
          insert.setInt(2, one.organisation());
          insert.setLong(3, one.person());
          insert.setLong(4, one.elements().low());
          insert.setLong(5, one.elements().high());
          insert.setBoolean(6, one.isSure());
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
  }
}
