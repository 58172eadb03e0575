package org.stoplog.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.ledger.identity.Keyset;

/** A statement as a stranger checks it who has nothing but three files. */
class StatementCommandTest {
  @TempDir Path temp;

  @Test
  void saysWhetherATextIsWhatWasSigned() throws IOException {
    byte[] text = "{\"format\":\"stoplog statement 1\"}".getBytes(UTF_8);
    Path file = Files.write(temp.resolve("statement.json"), text);
    Path signature = temp.resolve("statement.sig");
    Path key = temp.resolve("key.pem");
    try (Keyset keys = Keyset.openOrCreate(temp.resolve("publisher"), null)) {
      Files.write(signature, keys.signStatement(text));
      Files.writeString(key, keys.statementKey().pem());
    }
    Desk desk = new Desk(temp);
    String[] command = {
      "statement",
      "verify",
      file.toString(),
      "--signature",
      signature.toString(),
      "--key",
      key.toString()
    };
    assertThat(desk.done(command).get("signed").asBoolean()).isTrue();
    Files.writeString(file, "{\"format\":\"stoplog statement 2\"}");
    desk.refused(Problem.STATEMENT_INVALID, command);
    Files.write(file, text);
    Files.writeString(key, "no key");
    desk.refused(Problem.STATEMENT_INVALID, command);
    Files.delete(signature);
    desk.refused(Problem.STATEMENT_INVALID, command);
    desk.refused(Problem.USAGE, "statement");
  }
}
