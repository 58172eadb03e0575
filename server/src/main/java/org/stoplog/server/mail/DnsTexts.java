package org.stoplog.server.mail;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Asks one resolver for the TXT records of a name. An answer that does not come in time, or is
 * none, is no answer; a name without records is an answer.
 */
final class DnsTexts {
  private static final int NO_SUCH_NAME = 3;
  private static final int MOST_ALIASES = 8;
  private static final int MOST_QUESTIONS = 4;
  private static final int TRIES = 2;
  private static final int LONGEST = 20_000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final InetSocketAddress resolver;
  private final long until;
  private final long perTry;

  /**
   * @param patience for all questions together
   */
  DnsTexts(InetSocketAddress resolver, Duration patience) {
    this.resolver = resolver;
    this.until = System.nanoTime() + patience.toNanos();
    this.perTry = patience.toNanos() / (2 * TRIES);
  }

  /**
   * Texts of a name, or of the name that it is an alias of; none when there is no such name.
   *
   * @return empty when there was no answer
   */
  Optional<List<String>> ask(String asked) {
    String name = asked.toLowerCase(Locale.ROOT);
    Set<String> seen = new HashSet<>(Set.of(name));
    try {
      for (int i = 0; i < MOST_QUESTIONS; i++) {
        DnsMessage answer = question(name);
        if (answer.code() == NO_SUCH_NAME) {
          return Optional.of(List.of());
        }
        if (answer.code() != 0) {
          return Optional.empty();
        }
        String before = name;
        for (Optional<String> next = alias(answer, name); next.isPresent(); ) {
          name = next.get();
          if (!seen.add(name) || seen.size() > MOST_ALIASES) {
            return Optional.empty();
          }
          next = alias(answer, name);
        }
        List<String> texts = texts(answer, name);
        if (!texts.isEmpty() || name.equals(before)) {
          return texts.stream().mapToInt(String::length).sum() > LONGEST
              ? Optional.empty()
              : Optional.of(texts);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<String> alias(DnsMessage answer, String name) {
    return answer.records().stream()
        .filter(one -> one.isAlias() && one.name().equals(name))
        .map(DnsMessage.Entry::text)
        .findFirst();
  }

  private static List<String> texts(DnsMessage answer, String name) {
    return answer.records().stream()
        .filter(one -> !one.isAlias() && one.name().equals(name))
        .map(DnsMessage.Entry::text)
        .toList();
  }

  private DnsMessage question(String name) throws IOException {
    int id = RANDOM.nextInt(1 << 16);
    byte[] question = DnsMessage.question(id, name);
    for (int i = 0; i < TRIES; i++) {
      Optional<DnsMessage> answer = byUdp(question, id, name);
      if (answer.isPresent()) {
        return answer.get().isCut() ? byTcp(question, id, name) : answer.get();
      }
    }
    throw new SocketTimeoutException("the resolver did not answer in time");
  }

  private Optional<DnsMessage> byUdp(byte[] question, int id, String name) throws IOException {
    long end = Math.min(until, System.nanoTime() + perTry);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(resolver);
      socket.send(new DatagramPacket(question, question.length));
      byte[] buffer = new byte[4 * DnsMessage.UDP_SIZE];
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.setSoTimeout(millis(end));
        socket.receive(packet);
        // What does not answer this question was sent by somebody else, and is passed over.
        Optional<DnsMessage> answer =
            answer(Arrays.copyOf(packet.getData(), packet.getLength()), id, name);
        if (answer.isPresent()) {
          return answer;
        }
      }
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    }
  }

  private DnsMessage byTcp(byte[] question, int id, String name) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(resolver, millis(until));
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      byte[] framed = new byte[question.length + 2];
      framed[0] = (byte) (question.length >> 8);
      framed[1] = (byte) question.length;
      System.arraycopy(question, 0, framed, 2, question.length);
      out.write(framed);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      socket.setSoTimeout(millis(until));
      byte[] answer = new byte[in.readUnsignedShort()];
      for (int got = 0; got < answer.length; ) {
        socket.setSoTimeout(millis(until));
        int n = in.read(answer, got, answer.length - got);
        if (n < 0) {
          throw new IOException("the resolver ended the connection");
        }
        got += n;
      }
      return answer(answer, id, name)
          .orElseThrow(() -> new IOException("the resolver answered something else"));
    }
  }

  private static Optional<DnsMessage> answer(byte[] bytes, int id, String name) {
    try {
      DnsMessage answer = DnsMessage.read(bytes);
      return Optional.of(answer).filter(one -> one.id() == id && one.question().equals(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** At least one: zero would be for ever. */
  private static int millis(long end) throws SocketTimeoutException {
    long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    if (left <= 0) {
      throw new SocketTimeoutException("the resolver did not answer in time");
    }
    return Math.toIntExact(left);
  }
}
