package org.stoplog.server.mail;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Bytes to and from a mail server. Every step has a time in which it must be done, writing
 * included: a server that reads nothing would otherwise hold us for ever. Not thread-safe.
 */
final class Wire implements AutoCloseable {
  private static final int LONGEST_LINE = 2_000; // four times what RFC 5321 allows; the rest is cut

  /** Of one reply; more is no reply. */
  private static final int MOST_BYTES = 1 << 16;

  private static final Pattern LINE = Pattern.compile("[2-5][0-9]{2}([ -].*)?");

  /** Closes sockets whose time is over; nothing else ends a write that blocks. */
  private static final ScheduledThreadPoolExecutor WATCH = watch();

  private final Socket raw;
  private final String host;
  private InputStream in;
  private OutputStream out;
  private boolean isEncrypted;
  private volatile boolean late;
  private final byte[] buffer = new byte[4_096];
  private final byte[] line = new byte[LONGEST_LINE];
  private int next;
  private int end;
  private int taken;

  private Wire(Socket raw, String host) throws IOException {
    this.raw = raw;
    this.host = host;
    this.in = raw.getInputStream();
    this.out = raw.getOutputStream();
  }

  private static ScheduledThreadPoolExecutor watch() {
    ScheduledThreadPoolExecutor watch =
        new ScheduledThreadPoolExecutor(
            1, work -> Thread.ofPlatform().daemon().name("mail-watch").unstarted(work));
    watch.setRemoveOnCancelPolicy(true);
    return watch;
  }

  /**
   * Connects to the first of the host's addresses that answers.
   *
   * @param here whether only this machine may be called
   */
  static Wire connect(String host, int port, boolean here, Duration time) throws IOException {
    InetAddress[] addresses = InetAddress.getAllByName(host);
    if (here) {
      for (InetAddress address : addresses) {
        if (!address.isLoopbackAddress()) {
          throw new UnknownHostException("without encryption only this machine may be called");
        }
      }
    }
    IOException failed = new UnknownHostException("no address");
    for (InetAddress address : addresses) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, port), Math.toIntExact(time.toMillis()));
        socket.setTcpNoDelay(true);
        return new Wire(socket, host);
      } catch (IOException e) {
        socket.close();
        failed = e;
      }
    }
    throw failed;
  }

  /** What is done while this is open must be done in time. */
  final class Limit implements AutoCloseable {
    private final Future<?> watch;

    private Limit(Duration time) {
      watch = WATCH.schedule(Wire.this::timeIsOver, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
      watch.cancel(false);
    }
  }

  Limit within(Duration time) {
    return new Limit(time);
  }

  private void timeIsOver() {
    late = true;
    // Not the encrypted one: closing that waits for the write that hangs.
    closeRaw();
  }

  /** Goes on encrypted; the server must prove that it is the host. */
  void encrypt(SSLContext trust) throws IOException {
    if (next < end) {
      // Said in the clear and read as if it had been encrypted: somebody in between put it there.
      throw new IOException("the server said something before the connection was encrypted");
    }
    try {
      SSLSocket encrypted =
          (SSLSocket) trust.getSocketFactory().createSocket(raw, host, raw.getPort(), true);
      SSLParameters parameters = encrypted.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      encrypted.setSSLParameters(parameters);
      encrypted.startHandshake();
      in = encrypted.getInputStream();
      out = encrypted.getOutputStream();
      isEncrypted = true;
    } catch (IOException e) {
      throw inTime(e);
    }
  }

  boolean isEncrypted() {
    return isEncrypted;
  }

  /** Whether the other end is this machine. */
  boolean isHere() {
    return raw.getInetAddress().isLoopbackAddress();
  }

  InetAddress ourAddress() {
    return raw.getLocalAddress();
  }

  void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
      out.flush();
    } catch (IOException e) {
      throw inTime(e);
    }
  }

  void writeLine(String line) throws IOException {
    byte[] bytes = (line + "\r\n").getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
  }

  /** Whether the server has said something that nobody has read. */
  boolean hasUnread() throws IOException {
    return next < end || in.available() > 0;
  }

  /** Reads one reply, of one line or more; EHLO needs its lines, so they stay apart by LF. */
  Reply read(StringBuilder lines) throws IOException {
    int code = 0;
    lines.setLength(0);
    taken = 0;
    while (true) {
      String said = readLine();
      if (!LINE.matcher(said).matches() || (code > 0 && code != codeOf(said))) {
        throw new IOException("the server does not speak SMTP");
      }
      lines.append(code == 0 ? "" : "\n").append(said.length() > 4 ? said.substring(4) : "");
      code = codeOf(said);
      if (said.length() == 3 || said.charAt(3) == ' ') {
        return Reply.of(code, joined(lines.toString()));
      }
    }
  }

  private static int codeOf(String line) {
    return Integer.parseInt(line.substring(0, 3));
  }

  /** Each line of a reply repeats the enhanced code; the first one's is enough. */
  private static String joined(String lines) {
    return lines.replaceAll("\n[245]\\.[0-9]{1,3}\\.[0-9]{1,3}(?=\\s|$)", "").replace('\n', ' ');
  }

  private String readLine() throws IOException {
    int length = 0;
    while (true) {
      int b = readByte();
      if (b == '\n') {
        int to = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, to, StandardCharsets.UTF_8).replaceAll("\\R", " ");
      }
      if (++taken > MOST_BYTES) {
        throw new IOException("the server's reply is too long");
      }
      if (length < LONGEST_LINE) {
        line[length++] = (byte) b;
      }
    }
  }

  /** A line that must not be longer than that; none of it is cut. */
  String readLine(int longest) throws IOException {
    StringBuilder text = new StringBuilder();
    while (true) {
      int b = readByte() & 0xFF;
      if (b == '\n') {
        int end = text.length();
        return end > 0 && text.charAt(end - 1) == '\r'
            ? text.substring(0, end - 1)
            : text.toString();
      }
      if (text.length() >= longest) {
        throw new IOException("the server sends lines without an end");
      }
      text.append((char) b);
    }
  }

  /**
   * @return how many bytes were read, at least one
   */
  int read(byte[] into, int most) throws IOException {
    into[0] = (byte) readByte();
    int more = Math.min(end - next, most - 1);
    System.arraycopy(buffer, next, into, 1, more);
    next += more;
    return 1 + more;
  }

  private int readByte() throws IOException {
    if (next == end) {
      try {
        end = in.read(buffer);
      } catch (IOException e) {
        end = 0;
        throw inTime(e);
      } finally {
        next = 0;
      }
      if (end < 0) {
        end = 0;
        throw inTime(new EOFException("the server ended the connection"));
      }
    }
    return buffer[next++];
  }

  private IOException inTime(IOException failed) {
    if (!late) {
      return failed;
    }
    SocketTimeoutException over = new SocketTimeoutException("the server did not answer in time");
    over.initCause(failed);
    return over;
  }

  private void closeRaw() {
    try {
      raw.close();
    } catch (IOException e) {
      // It is of no use any more in either case.
      late = true;
    }
  }

  @Override
  public void close() {
    closeRaw();
  }
}
