package org.stoplog.server.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.catalog.problem.StoplogException;

/** A mailbox on a server that means harm: each try costs one look, in bounded time and memory. */
class ImapSessionTest {
  private static final Duration SHORT = Duration.ofMillis(700);

  @TempDir Path home;

  /** Says what the test tells it, once for each line that it is told. */
  private static final class Evil implements AutoCloseable {
    private final ServerSocket listener;

    /**
     * @param says first the greeting; a text that ends in "…" goes on for ever
     */
    Evil(String... says) throws IOException {
      listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> serve(says));
    }

    private void serve(String... says) {
      try (Socket socket = listener.accept()) {
        OutputStream out = socket.getOutputStream();
        for (String text : says) {
          boolean isEndless = text.endsWith("…");
          byte[] bytes = text.replace("…", "").getBytes(StandardCharsets.US_ASCII);
          do {
            out.write(bytes);
            out.flush();
          } while (isEndless);
          for (int c = socket.getInputStream().read(); c != '\n'; ) {
            if (c < 0) {
              return;
            }
            c = socket.getInputStream().read();
          }
        }
      } catch (IOException e) {
        // The other side went: that is what a test waits for.
        return;
      }
    }

    ImapSession open() throws NoSuchAlgorithmException {
      Mailbox box =
          new Mailbox(
              1,
              "m",
              MailPurpose.SUPPLIERS,
              "localhost",
              listener.getLocalPort(),
              Security.NONE,
              "u",
              "INBOX",
              new UUID(0, 1),
              true,
              null,
              null,
              null);
      return ImapSession.open(box, "p", SSLContext.getDefault(), SHORT, SHORT);
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }

  private static void assertRefused(String why, String... says) throws Exception {
    try (Evil evil = new Evil(says)) {
      assertThatThrownBy(
              () -> {
                try (ImapSession session = evil.open()) {
                  session.examine("INBOX");
                  session.after(0, 10);
                }
              })
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(IOException.class).hasMessageContaining(why),
              e -> assertThat(e).isInstanceOf(StoplogException.class).hasMessageContaining(why));
    }
  }

  private static final String HELLO = "* OK hello\r\n";
  private static final String IN = "s1 OK in\r\n";
  private static final String FOLDER =
      "* 2000000000 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\ns2 OK [READ-ONLY] done\r\n";

  @Test
  void whatNoServerSaysEndsTheTalk() throws Exception {
    assertRefused("does not speak IMAP", "220 mail ready\r\n");
    assertRefused("lines without an end", "x…");
    assertRefused("refused: NO bad password", HELLO, "s1 NO bad password\r\n");
    assertRefused("was not asked", HELLO, "s9 OK in\r\n");
    assertRefused("ended the talk", HELLO, "* BYE\r\n");
    assertRefused("ended the talk", HELLO, "+ go on\r\n");
    assertRefused("more than was asked", HELLO, "* X {4294967295}\r\n");
    assertRefused("no end", HELLO, "* OK again\r\n…");
    assertRefused("UIDVALIDITY", HELLO, IN, "s2 OK done\r\n");
    assertRefused("not answer in time", HELLO, IN, "* OK [UIDVALIDITY 7] ok\r\n");
    assertRefused("more than was asked", HELLO, IN, FOLDER, "* 1 FETCH (UID 1 RFC822.SIZE {9}\r\n");
    assertRefused("no end", HELLO, IN, FOLDER, "* 1 FETCH (UID 1 RFC822.SIZE 5)\r\n…");
  }

  @Test
  void aMailIsTakenWholeOrNotAtAll() throws Exception {
    String list =
        "* 9 FETCH (UID 12 RFC822.SIZE 5)\r\n* 1 FETCH (RFC822.SIZE 3 UID 4)\r\ns3 OK done\r\n";
    Path target = home.resolve("mail");
    for (String mail :
        List.of(
            "* 9 FETCH (UID 12 BODY[] {4294967295}\r\n",
            "* 9 FETCH (UID 12 BODY[] {5}\r\nab",
            "* 9 FETCH (UID 12 BODY[] {2}\r\nab)\r\n* 9 FETCH (UID 12 BODY[] {2}\r\ncd)\r\n",
            "* 9 EXPUNGE {2}\r\nab\r\n")) {
      try (Evil evil = new Evil(HELLO, IN, FOLDER, list, mail);
          ImapSession session = evil.open()) {
        assertThat(session.examine("INBOX")).isEqualTo(7);
        assertThat(session.after(4, 10)).containsExactly(new ImapSession.Waiting(12, 5));
        assertThatThrownBy(() -> session.fetch(12, 1_000, SHORT, target))
            .as(mail)
            .isInstanceOf(IOException.class);
      }
    }
    String good = "* 9 FETCH (UID 12 BODY[] {5}\r\na\r\nbc UID 12)\r\ns4 OK done\r\n";
    try (Evil evil = new Evil(HELLO, IN, FOLDER, list, good);
        ImapSession session = evil.open()) {
      session.examine("INBOX");
      session.after(4, 10);
      assertThat(session.fetch(12, 1_000, SHORT, target)).isTrue();
      assertThat(target).hasContent("a\r\nbc");
    }
  }
}
