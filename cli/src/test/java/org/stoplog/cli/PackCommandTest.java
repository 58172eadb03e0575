package org.stoplog.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.ledger.identity.RecipientKey;
import org.stoplog.ledger.pack.PackWriter;
import org.stoplog.ledger.store.AuditLog;
import org.stoplog.ledger.store.Checkpoint;
import org.stoplog.ledger.store.CheckpointKey;

/** Packs at the command line, where there is neither a server nor a data folder. */
class PackCommandTest {
  @TempDir Path temp;
  private Desk desk;

  @BeforeEach
  void sit() throws IOException {
    desk = new Desk(temp);
  }

  private static byte[] sign(KeyPair keys, byte[] text) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Checkpoint checkpoint(KeyPair keys, CheckpointKey key) {
    Instant at = Instant.parse("2025-12-19T10:00:00Z");
    return Checkpoint.sign(
        UUID.randomUUID(),
        new AuditLog.Head(7, "ab".repeat(32), at, at),
        key,
        text -> sign(keys, text));
  }

  /** A pack of the public edition, and its key beside it. */
  private String pack(String name) throws IOException, GeneralSecurityException {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    CheckpointKey key = CheckpointKey.of(keys.getPublic().getEncoded());
    Files.writeString(desk.path(name + ".pem"), key.pem());
    try (OutputStream out = Files.newOutputStream(desk.path(name));
        PackWriter writer = new PackWriter(out)) {
      writer.file("incident.json", "{\"name\":\"INC-1\"}".getBytes(UTF_8));
      writer.file("audit/checkpoint.json", checkpoint(keys, key).text().getBytes(UTF_8));
      writer.file("key.pem", key.pem().getBytes(UTF_8));
      writer.finish(
          Map.of(
              "edition",
              "public",
              "pack",
              "p",
              "madeAt",
              "then\u001b[2J",
              "incident",
              Map.of("name", "INC-1"),
              "record",
              Map.of("entry", 7)),
          key,
          text -> sign(keys, text));
    }
    return desk.path(name).toString();
  }

  @Test
  void aPackIsCheckedWithNothingButItself() throws IOException, GeneralSecurityException {
    String pack = pack("a.zip");
    assertThat(desk.done("pack", "verify", pack).get("incident").asString()).isEqualTo("INC-1");
    assertThat(desk.out().get("keyCompared").asBoolean()).isFalse();
    assertThat(Files.exists(desk.path("data"))).as("no data folder is made").isFalse();
    desk.done("pack", "verify", pack, "--key", pack + ".pem");
    assertThat(desk.out().get("keyCompared").asBoolean()).isTrue();
    String other = pack("b.zip") + ".pem";
    assertThat(desk.refused(Problem.PACK_INVALID, "pack", "verify", pack, "--key", other))
        .contains("which was given");
    CommandRun people = new CommandRun();
    assertThat(people.of("pack", "verify", pack)).isZero();
    assertThat(people.out())
        .contains("Checked, and right:", "Not checked here:", "The pack is whole.")
        .doesNotContain("\u001b");
    desk.refused(Problem.FILE_NOT_FOUND, "pack", "verify", pack + ".gone");
    desk.refused(Problem.USAGE, "pack");

    byte[] bytes = Files.readAllBytes(Path.of(pack));
    bytes[60] ^= 1;
    Files.write(Path.of(pack), bytes);
    desk.refused(Problem.PACK_INVALID, "pack", "verify", pack);
  }

  @Test
  void aKeyFileIsOpenedByItsRecipientAlone() throws IOException {
    String mine = desk.path("mine.key").toString();
    RecipientKey key =
        RecipientKey.of(desk.done("pack", "key", "new", mine).get("publicKey").asString());
    assertThat(desk.done("pack", "key", "show", mine).get("id").asString()).isEqualTo(key.id());
    desk.refused(Problem.KEYSET_EXISTS, "pack", "key", "new", mine);
    desk.refused(Problem.USAGE, "pack", "key", "burn", mine);
    String words = desk.file("words.txt", "a phrase");
    String locked = desk.path("locked.key").toString();
    desk.done("pack", "key", "new", locked, "--new-passphrase-file", words);
    desk.refused(Problem.KEYSET_LOCKED, "pack", "key", "show", locked);
    desk.done("pack", "key", "show", locked, "--passphrase-file", words);

    Path sealed = desk.path("x.keyfile");
    try (OutputStream out = key.sealing(Files.newOutputStream(sealed), Map.of("pack", "p"))) {
      out.write("person,own_id\n".getBytes(UTF_8));
    }
    Path list = desk.path("people.csv");
    String[] open = {
      "pack", "open", sealed.toString(), "--private", mine, "--out", list.toString()
    };
    desk.done(open);
    assertThat(Files.readString(list)).isEqualTo("person,own_id\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(list)))
        .isEqualTo("rw-------");
    desk.refused(Problem.USAGE, open);
    assertThat(Files.exists(list)).as("what is there stays").isTrue();
    Files.delete(list);
    byte[] bytes = Files.readAllBytes(sealed);
    bytes[bytes.length - 1] ^= 1;
    Files.write(sealed, bytes);
    desk.refused(Problem.PACK_SEALED, open);
    assertThat(Files.exists(list)).as("nothing of it is kept").isFalse();
    open[4] = locked;
    desk.refused(
        Problem.PACK_SEALED,
        java.util.stream.Stream.concat(
                java.util.Arrays.stream(open),
                java.util.stream.Stream.of("--passphrase-file", words))
            .toArray(String[]::new));
  }
}
