package org.stoplog.server.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * A connection to a mail server, for many messages one after the other (RFC 5321). What became of a
 * message is always one of four: taken, put off, refused - said by the server - or in doubt, which
 * {@link ConnectionLost#inDoubt} says. Not thread-safe.
 */
public final class SmtpSession implements AutoCloseable {
  private static final int READY = 220;
  private static final int GO_ON = 354;
  private static final int CLOSING = 421;

  private final Wire wire;
  private final Limits limits;
  private final StringBuilder lines = new StringBuilder();
  private final Set<String> offers = new TreeSet<>();
  private boolean isUsable = true;

  private SmtpSession(Wire wire, Limits limits) {
    this.wire = wire;
    this.limits = limits;
  }

  /**
   * Connects, encrypts and signs in as the route says.
   *
   * @param password null when the route has no user
   * @throws StoplogException MAIL_ROUTE_FAILED with what the server said
   */
  static SmtpSession open(
      MailRoute route, @Nullable String password, SSLContext trust, Limits limits) {
    Wire wire = null;
    try {
      boolean here = route.security() == Security.NONE;
      wire = Wire.connect(route.host(), route.port(), here, limits.connect());
      SmtpSession session = new SmtpSession(wire, limits);
      session.begin(route, password, trust);
      return session;
    } catch (IOException e) {
      if (wire != null) {
        wire.close();
      }
      throw new StoplogException(
          Problem.MAIL_ROUTE_FAILED,
          "The mail server of route " + route.name() + " cannot be used: " + why(e) + ".",
          e);
    }
  }

  static String why(IOException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e) {
      case java.net.UnknownHostException unknown when message.startsWith("without") -> message;
      case java.net.UnknownHostException unknown -> "its name is unknown";
      case java.net.ConnectException refused -> "it takes no calls at this port";
      case javax.net.ssl.SSLHandshakeException unproven ->
          "encryption failed, or it could not prove that it is this host (" + message + ")";
      default -> message;
    };
  }

  private void begin(MailRoute route, @Nullable String password, SSLContext trust)
      throws IOException {
    if (route.security() == Security.TLS) {
      try (var _ = wire.within(limits.command())) {
        wire.encrypt(trust);
      }
    }
    expect("the greeting", answer(null), READY);
    hello();
    if (route.security() == Security.STARTTLS) {
      if (!offers.contains("STARTTLS")) {
        throw new IOException("it does not offer STARTTLS, and nothing goes in the clear");
      }
      expect("STARTTLS", answer("STARTTLS"), READY);
      try (var _ = wire.within(limits.command())) {
        wire.encrypt(trust);
      }
      hello(); // what was offered in the clear may be anybody's
    }
    String user = route.user();
    if (user != null) {
      signIn(user, password == null ? "" : password);
    }
  }

  private void hello() throws IOException {
    offers.clear();
    expect("EHLO", answer("EHLO " + ourName()), 250);
    lines
        .toString()
        .lines()
        .skip(1)
        .map(line -> line.strip().toUpperCase(Locale.ROOT))
        .forEach(offers::add);
  }

  /** An address stands for itself, without asking anybody for a name (RFC 5321, 4.1.3). */
  private String ourName() {
    String address = wire.ourAddress().getHostAddress();
    int scope = address.indexOf('%');
    return address.indexOf(':') < 0
        ? "[" + address + "]"
        : "[IPv6:" + (scope < 0 ? address : address.substring(0, scope)) + "]";
  }

  private void signIn(String user, String password) throws IOException {
    if (!wire.isEncrypted() && !wire.isHere()) {
      throw new IOException("a password never goes in the clear");
    }
    Set<String> ways = new TreeSet<>();
    for (String offer : offers) {
      if (offer.startsWith("AUTH ") || offer.startsWith("AUTH=")) {
        ways.addAll(Set.of(offer.substring(5).split(" ")));
      }
    }
    Reply reply;
    if (ways.contains("PLAIN")) {
      reply = answer("AUTH PLAIN " + base64("\0" + user + "\0" + password));
    } else if (ways.contains("LOGIN")) {
      reply = answer("AUTH LOGIN");
      if (reply.code() == 334) {
        reply = answer(base64(user));
      }
      if (reply.code() == 334) {
        reply = answer(base64(password));
      }
    } else {
      throw new IOException("it offers no way to sign in that we know, PLAIN or LOGIN");
    }
    expect("signing in", reply, 235);
  }

  private static String base64(String text) {
    return java.util.Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void expect(String step, Reply reply, int code) throws IOException {
    if (reply.code() != code) {
      throw new IOException("it answered to " + step + ": " + reply.code() + " " + reply.text());
    }
  }

  /**
   * Sends one message to one recipient.
   *
   * @param message as {@link MimeText} makes it: ASCII
   * @return what the server said: of the message, or of what it refused before
   * @throws ConnectionLost when there is no answer; this session is then of no more use
   */
  public Reply send(Envelope envelope, byte[] message) throws ConnectionLost {
    byte[] data = DataEnd.of(message);
    boolean mayBeTaken = false;
    try {
      if (!isUsable) {
        throw new IOException("the session has ended");
      }
      if (wire.hasUnread()) {
        // Said without being asked, between two messages: it takes leave.
        Reply leave = answer(null);
        throw new IOException("the server ended the session: " + leave.code());
      }
      Reply before = address(envelope);
      if (before != null) {
        return before;
      }
      int whole = data.length - DataEnd.LENGTH;
      try (var _ = wire.within(limits.command())) {
        // All but the end: whoever has not got the end has not got the message.
        wire.write(data, 0, whole);
      }
      mayBeTaken = true;
      try (var _ = wire.within(limits.end())) {
        wire.write(data, whole, DataEnd.LENGTH);
        return settled(wire.read(lines));
      }
    } catch (IOException e) {
      isUsable = false;
      wire.close();
      throw new ConnectionLost(mayBeTaken, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Says who the message is from and to.
   *
   * @return what was refused; null when the server waits for the message
   */
  private @Nullable Reply address(Envelope envelope) throws IOException {
    boolean utf8 = MailAddress.needsUtf8(envelope.from()) || MailAddress.needsUtf8(envelope.to());
    if (utf8 && !offers.contains("SMTPUTF8")) {
      return new Reply(
          553, "5.6.7", "not sent: the mail server takes only addresses in Latin letters");
    }
    String to = MailAddress.forTheWire(envelope.to());
    String id = offers.contains("DSN") ? envelope.id() : null;
    String mail =
        "MAIL FROM:<"
            + MailAddress.forTheWire(envelope.from())
            + ">"
            + (id == null ? "" : " RET=HDRS ENVID=" + id)
            + (utf8 ? " SMTPUTF8" : "");
    String rcpt =
        "RCPT TO:<"
            + to
            + ">"
            + (id == null ? "" : " NOTIFY=FAILURE,DELAY")
            + (id == null || utf8 ? "" : " ORCPT=rfc822;" + xtext(to));
    Reply refused = offers.contains("PIPELINING") ? together(mail, rcpt) : oneByOne(mail, rcpt);
    if (refused == null) {
      return null;
    }
    if (!refused.deferred() && !refused.refused()) {
      throw new IOException("the server answered out of order: " + refused.code());
    }
    reset(refused);
    return refused;
  }

  private @Nullable Reply oneByOne(String mail, String rcpt) throws IOException {
    for (String command : new String[] {mail, rcpt}) {
      Reply reply = answer(command);
      if (!reply.accepted()) {
        return reply;
      }
    }
    Reply data = answer("DATA");
    return data.code() == GO_ON ? null : data;
  }

  /** One way to the server and back for all three (RFC 2920, 3.1). */
  private @Nullable Reply together(String mail, String rcpt) throws IOException {
    Reply first = answer(mail + "\r\n" + rcpt + "\r\nDATA");
    if (first.code() == CLOSING) {
      return first;
    }
    Reply second = answer(null);
    if (second.code() == CLOSING) {
      return first.accepted() ? second : first;
    }
    Reply data = answer(null);
    Reply refused = !first.accepted() ? first : !second.accepted() ? second : null;
    if (data.code() == GO_ON) {
      if (refused != null) {
        // It waits for a message to nobody, and is given an empty one; whatever it says to that.
        answer(".");
      }
      return refused;
    }
    return refused == null ? data : refused;
  }

  /** RFC 3461, 4: what would end the value, or stands for something else, in hex. */
  private static String xtext(String address) {
    StringBuilder out = new StringBuilder();
    for (char c : address.toCharArray()) {
      if (c > ' ' && c < 0x7f && c != '+' && c != '=') {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "+%02X", (int) c));
      }
    }
    return out.toString();
  }

  /** Makes ready for the next message. The answer to this one stands, whatever comes of that. */
  private void reset(Reply refused) {
    try {
      if (settled(refused).code() != CLOSING && !answer("RSET").accepted()) {
        isUsable = false;
      }
    } catch (IOException e) {
      isUsable = false;
    }
  }

  /** After 421 the server closes (RFC 5321, 3.8). */
  private Reply settled(Reply reply) throws IOException {
    if (reply.code() == CLOSING) {
      isUsable = false;
    } else if (!reply.accepted() && !reply.deferred() && !reply.refused()) {
      throw new IOException("the server answered out of order: " + reply.code());
    }
    return reply;
  }

  /**
   * @param command null to only wait for an answer
   */
  private Reply answer(@Nullable String command) throws IOException {
    try (var _ = wire.within(limits.command())) {
      if (command != null) {
        wire.writeLine(command);
      }
      return wire.read(lines);
    }
  }

  /** Whether another message may be sent; false once the server took leave. */
  public boolean isUsable() {
    return isUsable;
  }

  /** Takes leave if the server still listens; never fails. */
  @Override
  public void close() {
    if (isUsable) {
      isUsable = false;
      try (var _ = wire.within(limits.connect())) {
        wire.writeLine("QUIT");
        wire.read(lines);
      } catch (IOException e) {
        // It is gone already; every message has had its answer before.
        wire.close();
      }
    }
    wire.close();
  }
}
