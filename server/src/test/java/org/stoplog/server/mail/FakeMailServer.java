package org.stoplog.server.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server on a real socket that says what a test wants it to say, and remembers what it was
 * told. What it was told nothing about it answers as a server does that takes all.
 */
public final class FakeMailServer implements AutoCloseable {
  /** An answer that is none: the connection is closed instead. */
  public static final String DROP = "drop";

  /** Nothing is said, and nothing read any more, until the test ends. */
  public static final String SILENCE = "silence";

  /** The connection is closed in the middle of the answer. */
  public static final String HALF = "half";

  /** One byte after the other, without an end. */
  public static final String DRIP = "drip";

  private final ServerSocket listener;
  private final SSLContext tls;
  private final boolean encryptedAtOnce;
  private final List<String> offers;
  private final Map<String, Deque<String>> script = new HashMap<>();
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<byte[]> messages = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread acceptor;

  /** In the clear, without STARTTLS. */
  public FakeMailServer(String... offers) throws IOException {
    this(null, false, offers);
  }

  FakeMailServer(SSLContext tls, boolean encryptedAtOnce, String... offers) throws IOException {
    this.tls = tls;
    this.encryptedAtOnce = encryptedAtOnce;
    this.offers = List.of(offers);
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    acceptor = Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The next answers to a command, one after the other; {@code .} is the end of a message. */
  public FakeMailServer answer(String command, String... replies) {
    script.computeIfAbsent(command, _ -> new ConcurrentLinkedDeque<>()).addAll(List.of(replies));
    return this;
  }

  /** The next answers to a recipient, whichever copy comes first over several connections. */
  public FakeMailServer answerTo(String address, String... replies) {
    return answer("RCPT TO:<" + address + ">", replies);
  }

  public List<String> commands() {
    return List.copyOf(commands);
  }

  public List<String> messages() {
    return messages.stream().map(one -> new String(one, StandardCharsets.UTF_8)).toList();
  }

  public int connections() {
    return sockets.size();
  }

  /** What went wrong on this side. */
  public List<Throwable> faults() {
    return List.copyOf(faults);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (SocketException e) {
      // The test has ended.
      end.countDown();
    } catch (IOException e) {
      faults.add(e);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Talk talk = new Talk(socket);
      if (encryptedAtOnce) {
        talk.encrypt();
      }
      if (talk.say("connect", "220 fake ready")) {
        while (talk.step()) {
          continue;
        }
      }
    } catch (SocketException | EOFException | javax.net.ssl.SSLException e) {
      // The other side went, or did not like our certificate: both are things to test.
      return;
    } catch (IOException | InterruptedException e) {
      faults.add(e);
    }
  }

  private final class Talk {
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private int loginSteps;
    private int recipients;
    private String said = "";

    Talk(Socket socket) throws IOException {
      this.socket = socket;
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    }

    void encrypt() throws IOException {
      SSLSocket encrypted =
          (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), false);
      encrypted.setUseClientMode(false);
      encrypted.startHandshake();
      socket = encrypted;
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    }

    /** False when the connection is to end. */
    boolean say(String command, String usual) throws IOException, InterruptedException {
      // Polled, not asked first: two connections may want the last one.
      String next = script.getOrDefault(command, new ArrayDeque<>()).poll();
      String reply = next == null ? usual : next;
      said = reply;
      switch (reply) {
        case DROP -> {
          return false;
        }
        case SILENCE -> {
          end.await();
          return false;
        }
        case DRIP -> {
          out.write("250-".getBytes(StandardCharsets.US_ASCII));
          do {
            out.write('x');
            out.flush();
          } while (!end.await(20, TimeUnit.MILLISECONDS));
          return false;
        }
        case HALF -> {
          out.write("25".getBytes(StandardCharsets.US_ASCII));
          out.flush();
          return false;
        }
        default -> {
          out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
          out.flush();
          return !reply.startsWith("421");
        }
      }
    }

    boolean step() throws IOException, InterruptedException {
      String line = line();
      commands.add(line);
      if (loginSteps > 0) {
        loginSteps--;
        return say("AUTH", loginSteps > 0 ? "334 UGFzc3dvcmQ6" : "235 2.7.0 in");
      }
      String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
      return switch (verb) {
        case "EHLO" -> say(verb, ehlo());
        case "STARTTLS" -> {
          boolean goesOn = say(verb, "220 2.0.0 go ahead");
          if (goesOn) {
            encrypt();
          }
          yield goesOn;
        }
        case "AUTH" -> {
          boolean login = line.equals("AUTH LOGIN");
          loginSteps = login ? 2 : 0;
          yield say(verb, login ? "334 VXNlcm5hbWU6" : "235 2.7.0 in");
        }
        case "DATA" -> data();
        case "QUIT" -> {
          say(verb, "221 2.0.0 bye");
          yield false;
        }
        case "RCPT" -> {
          String named = line.replaceFirst(">.*", ">");
          boolean goesOn = say(script.containsKey(named) ? named : verb, "250 2.1.5 ok");
          recipients += said.startsWith("250") ? 1 : 0;
          yield goesOn;
        }
        case "MAIL", "RSET" -> {
          recipients = 0;
          yield say(verb, "250 2.1.0 ok");
        }
        default -> say(verb, "250 2.1.0 ok");
      };
    }

    private String ehlo() {
      List<String> lines = new ArrayList<>(List.of("fake"));
      lines.addAll(offers);
      StringBuilder reply = new StringBuilder();
      for (int i = 0; i < lines.size(); i++) {
        reply.append(i == 0 ? "" : "\r\n").append("250");
        reply.append(i == lines.size() - 1 ? ' ' : '-').append(lines.get(i));
      }
      return reply.toString();
    }

    private boolean data() throws IOException, InterruptedException {
      if (recipients == 0) {
        // As most do; a few wait for a message to nobody and say then what they think of it.
        return say("DATA to nobody", "554 5.5.1 no valid recipients")
            && (!said.startsWith("354") || nothing());
      }
      Deque<String> replies = script.getOrDefault("DATA", new ArrayDeque<>());
      String next = replies.peek();
      if (!say("DATA", "354 go on")) {
        return false;
      }
      if (next != null && !next.startsWith("354")) {
        return true;
      }
      if (script.containsKey("within")) {
        // In the middle of the message: gone, or reading no more.
        in.read();
        if (script.get("within").contains(SILENCE)) {
          end.await();
        }
        return false;
      }
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      for (String line = line(); !line.equals("."); line = line()) {
        message.writeBytes((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      }
      // Taken before it is said: what a client in doubt cannot know.
      messages.add(message.toByteArray());
      return say(".", "250 2.0.0 queued as " + messages.size());
    }

    private boolean nothing() throws IOException, InterruptedException {
      commands.add("message to nobody: " + line());
      return say("end to nobody", "554 5.5.1 no valid recipients");
    }

    private String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new EOFException();
        }
        line.write(b);
      }
      String text = line.toString(StandardCharsets.ISO_8859_1);
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    listener.close();
    try {
      // The port takes calls until whoever waited for one has noticed.
      acceptor.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
