package org.stoplog.server.notices;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mail server that refuses some, puts some off, takes leave, and drops connections before and
 * after it took a message; by the recipient, so that what it did can be told afterwards. It
 * outlives whoever sends.
 */
public final class StormMailServer implements AutoCloseable {
  private static final int PARTS = 1_000;

  private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  private final Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
  private final Map<String, List<String>> taken = new ConcurrentHashMap<>();
  private final List<Throwable> faults = new CopyOnWriteArrayList<>();
  private volatile boolean isOpen;

  public StormMailServer() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  /** What it does with a recipient, the first time that it hears of them; later it takes them. */
  public enum Fate {
    TAKEN,
    /** Each time. */
    REFUSED,
    PUT_OFF,
    PUT_OFF_AT_THE_END,
    LEAVE,
    DROPPED_WITHIN,
    /** Taken, and nothing said. */
    DROPPED_AFTER;

    public static Fate of(String recipient) {
      int part = Math.floorMod(recipient.hashCode() * 0x9E3779B1, PARTS);
      return part < 30
          ? REFUSED
          : part < 90
              ? PUT_OFF
              : part < 100
                  ? PUT_OFF_AT_THE_END
                  : part < 105
                      ? LEAVE
                      : part < 115 ? DROPPED_WITHIN : part < 135 ? DROPPED_AFTER : TAKEN;
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Before this it turns everybody away. */
  public void open() {
    isOpen = true;
  }

  /** SHA-256 of each message that was taken, by recipient. */
  public Map<String, List<String>> taken() {
    return taken;
  }

  public List<Throwable> faults() {
    return faults;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (SocketException e) {
      return; // the test has ended
    } catch (IOException e) {
      faults.add(e);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      Talk talk = new Talk(socket);
      if (!isOpen) {
        talk.say("554 not now");
        talk.out.flush();
        return;
      }
      talk.say("220 storm");
      while (talk.step()) {
        continue;
      }
      talk.out.flush();
    } catch (SocketException | EOFException e) {
      return; // whoever sends was killed
    } catch (IOException | RuntimeException e) {
      faults.add(e);
    }
  }

  private final class Talk {
    private final InputStream in;
    private final OutputStream out;
    private String recipient = "";

    Talk(Socket socket) throws IOException {
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      out = new BufferedOutputStream(socket.getOutputStream());
    }

    void say(String line) throws IOException {
      out.write((line + "\r\n").getBytes(ISO_8859_1));
    }

    boolean step() throws IOException {
      if (in.available() == 0) {
        out.flush();
      }
      String line = line();
      switch (line.substring(0, 4)) {
        case "EHLO" -> say("250-storm\r\n250-PIPELINING\r\n250 DSN");
        case "MAIL", "RSET" -> {
          recipient = "";
          say("250 2.1.0 ok");
        }
        case "RCPT" -> {
          return recipient(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
        }
        case "DATA" -> {
          if (recipient.isEmpty()) {
            say("554 5.5.1 no valid recipients");
          } else {
            say("354 go on");
            return data();
          }
        }
        case "QUIT" -> {
          say("221 2.0.0 bye");
          return false;
        }
        default -> say("500 5.5.2 what");
      }
      return true;
    }

    private boolean isFirst(String one, Fate fate) {
      return Fate.of(one) == fate
          && tries.computeIfAbsent(one, _ -> new AtomicInteger()).getAndIncrement() == 0;
    }

    private boolean recipient(String one) throws IOException {
      if (Fate.of(one) == Fate.REFUSED) {
        say("550 5.1.1 no such user <" + one + ">");
      } else if (isFirst(one, Fate.PUT_OFF)) {
        say("451 4.7.1 greylisted");
      } else if (isFirst(one, Fate.LEAVE)) {
        say("421 4.3.2 closing");
        return false;
      } else {
        recipient = one;
        say("250 2.1.5 ok");
      }
      return true;
    }

    private boolean data() throws IOException {
      if (isFirst(recipient, Fate.DROPPED_WITHIN)) {
        out.flush();
        in.read();
        return false;
      }
      out.flush();
      String hash = message();
      if (isFirst(recipient, Fate.PUT_OFF_AT_THE_END)) {
        say("452 4.2.2 full");
        return true;
      }
      taken.computeIfAbsent(recipient, _ -> new CopyOnWriteArrayList<>()).add(hash);
      if (isFirst(recipient, Fate.DROPPED_AFTER)) {
        return false;
      }
      say("250 2.0.0 queued");
      return true;
    }

    private String message() throws IOException {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String line = line(); !line.equals("."); line = line()) {
          String plain = line.startsWith(".") ? line.substring(1) : line;
          digest.update((plain + "\r\n").getBytes(ISO_8859_1));
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    private String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream(80);
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new EOFException();
        }
        line.write(b);
      }
      String text = line.toString(ISO_8859_1);
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
