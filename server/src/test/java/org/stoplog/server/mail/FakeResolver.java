package org.stoplog.server.mail;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A resolver on real sockets, UDP and TCP, that knows what a test told it. */
public final class FakeResolver implements AutoCloseable {
  private static final int UDP_SIZE = 1_232;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Map<String, List<String>> texts = new ConcurrentHashMap<>();
  private final Map<String, String> aliases = new ConcurrentHashMap<>();
  private final Map<String, byte[]> raw = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile boolean isSilent;

  public FakeResolver() throws IOException {
    InetAddress here = InetAddress.getByName("127.0.0.1");
    tcp = new ServerSocket(0, 10, here);
    udp = new DatagramSocket(new InetSocketAddress(here, tcp.getLocalPort()));
    Thread.ofVirtual().start(this::packets);
    Thread.ofVirtual().start(this::calls);
  }

  public int port() {
    return udp.getLocalPort();
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
  }

  /** Each text is one record, cut into strings of 200 bytes. */
  public void put(String name, String... records) {
    texts.put(name, List.of(records));
  }

  void alias(String name, String to) {
    aliases.put(name, to);
  }

  /** What follows the question, byte for byte, as one answer. */
  void raw(String name, byte[] answer) {
    raw.put(name, answer);
  }

  void silent(boolean silent) {
    isSilent = silent;
  }

  public List<String> asked() {
    return asked;
  }

  private void packets() {
    byte[] buffer = new byte[4_096];
    while (!udp.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        byte[] question = Arrays.copyOf(buffer, packet.getLength());
        byte[] answer = answer(question);
        if (isSilent) {
          continue;
        }
        // One that guesses answers first, with another id.
        byte[] forged = answer.clone();
        forged[0] ^= 1;
        udp.send(new DatagramPacket(forged, forged.length, packet.getSocketAddress()));
        if (answer.length > UDP_SIZE) {
          answer = Arrays.copyOf(answer, 12 + name(question).length() + 2 + 4);
          answer[2] |= 2;
          answer[6] = 0;
          answer[7] = 0;
        }
        udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (IOException e) {
        if (!udp.isClosed()) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    }
  }

  private void calls() {
    while (!tcp.isClosed()) {
      try (Socket socket = tcp.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] question = in.readNBytes(in.readUnsignedShort());
        byte[] answer = answer(question);
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeShort(answer.length);
        out.write(answer);
        out.flush();
      } catch (IOException e) {
        if (!tcp.isClosed()) {
          throw new java.io.UncheckedIOException(e);
        }
      }
    }
  }

  private static String name(byte[] question) {
    StringBuilder name = new StringBuilder();
    for (int at = 12; question[at] != 0; at += question[at] + 1) {
      name.append(name.isEmpty() ? "" : ".");
      name.append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }

  private byte[] answer(byte[] question) throws IOException {
    String name = name(question);
    asked.add(name);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    int count = 0;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream records = new DataOutputStream(body);
    String at = name;
    byte[] odd = raw.get(name);
    if (odd != null) {
      records.write(odd);
      count = 1;
    }
    while (odd == null && aliases.containsKey(at) && count < 20) {
      String to = aliases.get(at);
      head(records, at, 5);
      byte[] target = wire(to);
      records.writeShort(target.length);
      records.write(target);
      count++;
      at = to;
    }
    for (String text : odd != null ? List.<String>of() : texts.getOrDefault(at, List.of())) {
      head(records, at, 16);
      ByteArrayOutputStream strings = new ByteArrayOutputStream();
      byte[] all = text.getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < all.length; i += 200) {
        int length = Math.min(200, all.length - i);
        strings.write(length);
        strings.write(all, i, length);
      }
      records.writeShort(strings.size());
      records.write(strings.toByteArray());
      count++;
    }
    out.write(question, 0, 2);
    out.writeShort(count > 0 ? 0x8180 : 0x8183);
    out.writeShort(1);
    out.writeShort(count);
    out.writeInt(0);
    byte[] asked = wire(name);
    out.write(asked);
    out.writeShort(16);
    out.writeShort(1);
    out.write(body.toByteArray());
    return bytes.toByteArray();
  }

  private static void head(DataOutputStream out, String name, int type) throws IOException {
    out.write(wire(name));
    out.writeShort(type);
    out.writeShort(1);
    out.writeInt(60);
  }

  private static byte[] wire(String name) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    for (String label : name.split("\\.")) {
      wire.write(label.length());
      wire.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    wire.write(0);
    return wire.toByteArray();
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
