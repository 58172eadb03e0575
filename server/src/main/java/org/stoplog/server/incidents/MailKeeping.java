package org.stoplog.server.incidents;

import java.io.File;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.Evidence;
import org.stoplog.ledger.Ledger;
import org.stoplog.ledger.exposure.Claim;
import org.stoplog.ledger.reader.MailOutline;
import org.stoplog.ledger.reader.MailReader;
import org.stoplog.ledger.register.Supplier;
import org.stoplog.server.mail.DkimCheck;
import org.stoplog.server.mail.DkimVerdict;
import org.stoplog.server.platform.Caller;
import org.stoplog.server.platform.Ids;

/**
 * Takes mails into incidents. A mail is read by a process without keys, its original is sealed, and
 * nothing that it says is believed: whoever writes in a supplier's name opens an incident at most.
 */
final class MailKeeping {
  private static final String OPENING_CLAIM = "mail-1";
  private static final Pattern DOMAIN = Pattern.compile("@([A-Za-z0-9.-]{1,80})");

  private final Incidents incidents;
  private final FileKeeping files;
  private final Facts facts;
  private final MailReader reader;
  private final DkimCheck signatures;
  private final Ledger ledger;

  MailKeeping(
      Incidents incidents,
      FileKeeping files,
      Facts facts,
      MailReader reader,
      DkimCheck signatures,
      Ledger ledger) {
    this.signatures = signatures;
    this.ledger = ledger;
    this.incidents = incidents;
    this.files = files;
    this.facts = facts;
    this.reader = reader;
  }

  /** Where a letter is, and whether it is new there. */
  record Kept(UUID incident, UUID letter, boolean isNew) {}

  /** A mail in the plain, what it says of itself, and what its signatures are worth. */
  record Read(
      Evidence.Kept original, MailOutline outline, Instant received, List<DkimVerdict> verdicts) {
    Letter letter(UUID id, long seq) {
      return new Letter(
          id,
          seq,
          false,
          Letter.Channel.MAIL,
          received,
          received,
          null,
          original.sha256(),
          original.bytes(),
          outline,
          verdicts);
    }
  }

  /**
   * @param received when it reached us
   * @throws StoplogException FILE_FORMAT_UNKNOWN when it is no mail
   */
  Read read(Path plain, Instant received) {
    // First what it is: what is no mail is not kept.
    MailOutline outline = reader.outline(plain);
    return new Read(files.put(plain), outline, received, signatures.check(outline, received));
  }

  /**
   * Adds a mail to an incident.
   *
   * @param received when it reached us
   * @throws StoplogException FILE_FORMAT_UNKNOWN when it is no mail
   */
  Kept add(Caller who, UUID incident, Instant received, FileKeeping.Content content) {
    return WorkFolder.use(
        ledger,
        folder -> {
          Path plain = moved(folder, content);
          return add(who, incident, read(plain, received));
        });
  }

  private static Path moved(Path folder, FileKeeping.Content content) throws java.io.IOException {
    File plain = folder.resolve("mail").toFile();
    content.moveTo(plain);
    return plain.toPath();
  }

  private Kept add(Caller who, UUID incident, Read read) {
    UUID known =
        incidents.read(
            who,
            incident,
            inside ->
                new LetterRows(inside.jdbc(), inside.keys())
                    .all(incident).stream()
                        .filter(one -> read.original().sha256().equals(one.sha256()))
                        .map(Letter::id)
                        .findFirst()
                        .orElse(null));
    if (known != null) {
      files.isNamed(read.original().sha256());
      return new Kept(incident, known, false);
    }
    UUID id = incidents.change(who, incident, change -> addIn(change, read));
    return new Kept(incident, id, true);
  }

  /**
   * Adds a mail within an act.
   *
   * @return the letter that it became, or is already
   */
  UUID addIn(Incidents.Change change, Read read) {
    Letter known =
        new LetterRows(change.jdbc(), change.inside().keys())
            .all(change.incident().id()).stream()
                .filter(one -> read.original().sha256().equals(one.sha256()))
                .findFirst()
                .orElse(null);
    UUID id = known == null ? Ids.next(incidents.clock().realNow()) : known.id();
    long seq =
        change.record(
            new Timeline.News("letter.added", id.toString(), words(read.outline()), false),
            detail(id, read));
    if (known == null) {
      keep(change, id, seq, read);
    }
    return id;
  }

  /** Opens an incident by a mail within an act, as {@link #open}. */
  UUID openIn(Incidents.Change change, @Nullable Supplier supplier, Read read) {
    UUID id = Ids.next(incidents.clock().realNow());
    Incidents.opened(
        change,
        supplier == null ? null : supplier.id(),
        supplier == null ? Incident.Signal.OTHER : Incident.Signal.NOTICE,
        null,
        detail(id, read));
    first(change, id, supplier, read);
    return id;
  }

  private void first(Incidents.Change change, UUID id, @Nullable Supplier supplier, Read read) {
    long seq =
        change.tell(new Timeline.News("letter.added", id.toString(), words(read.outline()), false));
    keep(change, id, seq, read);
    if (supplier != null) {
      claim(change, supplier, read.letter(id, seq));
    }
  }

  String titleOf(Read read) {
    return titleOf(read.outline());
  }

  private static Map<String, ?> detail(UUID id, Read read) {
    return Map.of(
        "letter",
        id.toString(),
        "sha256",
        read.original().sha256(),
        "bytes",
        read.original().bytes(),
        "attachments",
        read.outline().attachments().size(),
        "dkim",
        MailProof.of(read.letter(id, 0), Set.of()).kind().slug());
  }

  private static String words(MailOutline outline) {
    return "from "
        + (outline.from() == null ? "unknown" : outline.from())
        + ": "
        + (outline.subject() == null ? "no subject" : outline.subject());
  }

  private static void keep(Incidents.Change change, UUID id, long seq, Read read) {
    new LetterRows(change.jdbc(), change.inside().keys())
        .add(change.incident().id(), read.letter(id, seq));
    FileKeeping.named(change, read.original().sha256());
  }

  /**
   * Opens an incident by a mail. When it is known which supplier it is about, the mail is also its
   * first claim, unverified: that all was taken. All of it happens, or nothing.
   *
   * @param title null to call it by the sender's domain, which is no person
   * @param supplier null while nobody knows which one it is
   * @param received when it reached us
   * @throws StoplogException FILE_FORMAT_UNKNOWN when it is no mail
   */
  Kept open(
      Caller who,
      @Nullable String title,
      @Nullable Supplier supplier,
      Instant received,
      FileKeeping.Content content) {
    return WorkFolder.use(
        ledger,
        folder -> {
          Read read = read(moved(folder, content), received);
          UUID id = Ids.next(incidents.clock().realNow());
          UUID incident =
              incidents.open(
                  who,
                  title == null ? titleOf(read.outline()) : title,
                  supplier == null ? null : supplier.id(),
                  Incident.Signal.NOTICE,
                  detail(id, read),
                  change -> first(change, id, supplier, read));
          return new Kept(incident, id, true);
        });
  }

  private static String titleOf(MailOutline outline) {
    Matcher domain = DOMAIN.matcher(outline.from() == null ? "" : outline.from());
    return domain.find() ? "Mail from " + domain.group(1).toLowerCase(Locale.ROOT) : "A mail";
  }

  private void claim(Incidents.Change change, Supplier supplier, Letter letter) {
    MailProof proof = MailProof.of(letter, SupplierDomains.of(change.jdbc(), supplier.id()));
    Map<String, String> said = new LinkedHashMap<>();
    said.put("id", OPENING_CLAIM);
    said.put("supplier", supplier.name());
    said.put("source", "mail");
    said.put("verified", proof.verified().slug());
    said.put("received", letter.at().truncatedTo(ChronoUnit.SECONDS).toString());
    said.put("certainty", "claimed");
    said.put("note", "The mail that opened the incident. " + proof.sentence());
    String document = ClaimDocument.write(ClaimForm.document(said, List.of()));
    Claim claim =
        facts.looking(change.inside(), List.of(document), claims -> claims.all().getLast());
    long seq =
        change.tell(new Timeline.News("claim.recorded", claim.id(), ClaimWords.says(claim), false));
    new ClaimRows(change.jdbc(), change.inside().keys())
        .add(change.incident().id(), seq, claim, document);
  }

  /**
   * What somebody writes down of a letter, a call or a message, ours or theirs.
   *
   * @param who the other side, as somebody wrote it
   */
  record Note(
      boolean isOurs,
      Letter.Channel channel,
      Instant at,
      String who,
      String subject,
      String text) {}

  /**
   * Notes a letter.
   *
   * @param proof what shows that it was received; null for none
   */
  UUID note(Caller who, UUID incident, Note note, FileKeeping.@Nullable Content proof) {
    if (proof == null) {
      return note(who, incident, note, (Evidence.Kept) null);
    }
    return WorkFolder.use(
        ledger, folder -> note(who, incident, note, files.put(moved(folder, proof))));
  }

  private UUID note(Caller who, UUID incident, Note note, Evidence.@Nullable Kept proof) {
    UUID id = Ids.next(incidents.clock().realNow());
    incidents.change(
        who,
        incident,
        change -> {
          LetterRows rows = new LetterRows(change.jdbc(), change.inside().keys());
          if (proof != null
              && rows.all(incident).stream().anyMatch(one -> proof.sha256().equals(one.sha256()))) {
            throw new StoplogException(
                Problem.REQUEST_INVALID,
                "The same file shows another letter already; choose the one of this letter.");
          }
          long seq =
              change.record(
                  new Timeline.News(
                      note.isOurs() ? "letter.sent" : "letter.noted",
                      id.toString(),
                      note.who() + ", " + note.channel().words() + ": " + note.subject(),
                      false),
                  Map.of(
                      "letter",
                      id.toString(),
                      "channel",
                      note.channel().slug(),
                      "ours",
                      note.isOurs(),
                      "proof",
                      proof == null ? "none" : proof.sha256()));
          rows.add(
              incident,
              new Letter(
                  id,
                  seq,
                  note.isOurs(),
                  note.channel(),
                  note.at(),
                  note.at(),
                  null,
                  proof == null ? null : proof.sha256(),
                  proof == null ? 0 : proof.bytes(),
                  outline(note),
                  null));
          if (proof != null) {
            FileKeeping.named(change, proof.sha256());
          }
          return seq;
        });
    return id;
  }

  private static MailOutline outline(Note note) {
    return new MailOutline(
        note.isOurs() ? null : note.who(),
        note.isOurs() ? note.who() : null,
        note.subject(),
        null,
        null,
        note.text(),
        false,
        false,
        List.of(),
        0,
        List.of(),
        null);
  }

  private Claim.Verified verified(Caller who, UUID incident, Letter letter) {
    return incidents.read(
        who,
        incident,
        inside ->
            MailProof.of(letter, SupplierDomains.of(inside.jdbc(), inside.incident().supplier()))
                .verified());
  }

  /**
   * Takes an attachment over as a file of the incident; a mail in the mail becomes a letter.
   *
   * @return the path of what it became
   */
  String takeOver(Caller who, UUID incident, Letter letter, int number) {
    String sha256 = letter.sha256();
    MailOutline.Attachment attachment =
        letter.content().attachments().stream()
            .filter(one -> one.number() == number)
            .findFirst()
            .orElse(null);
    if (sha256 == null || attachment == null) {
      throw new StoplogException(Problem.PAGE_UNKNOWN, "The mail has no such attachment.");
    }
    return files.opened(
        sha256,
        mail -> {
          FileKeeping.Content content = target -> reader.attachment(mail, number, target.toPath());
          if (attachment.type().equalsIgnoreCase("message/rfc822")) {
            return Letter.path(incident, add(who, incident, letter.at(), content).letter());
          }
          FileKeeping.Kept kept =
              files.keep(
                  who,
                  incident,
                  new KeptFile.Origin(
                      Claim.Source.MAIL, verified(who, incident, letter), letter.at()),
                  attachment.name(),
                  null,
                  content);
          return KeptFile.path(incident, kept.sha256()) + (kept.isNew() ? "" : "?again=true");
        });
  }
}
