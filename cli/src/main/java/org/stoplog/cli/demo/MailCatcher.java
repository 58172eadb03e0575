package org.stoplog.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.subethamail.smtp.server.SMTPServer;

/**
 * Takes the demo's mail and puts it into a folder, one file a copy, before it says that it has it:
 * nothing leaves this machine, and a kill loses none that was taken.
 */
final class MailCatcher implements AutoCloseable {
  private static final int MOST_BYTES = 1 << 20;

  private final SMTPServer server;

  /**
   * @param port on the loopback address
   * @param folder is made when missing
   */
  MailCatcher(int port, Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server =
        SMTPServer.port(port)
            .bindAddress(InetAddress.getLoopbackAddress())
            .maxMessageSize(MOST_BYTES)
            .insertReceivedHeaders(false)
            .messageHandler((context, from, to, data) -> keep(folder, from, to, data))
            .build();
    server.start();
  }

  private static void keep(Path folder, String from, String to, byte[] message) {
    String id = UUID.randomUUID().toString();
    Path fresh = folder.resolve(id + ".new");
    try {
      try (FileChannel out =
          FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        // As a mail server notes whom it was for, which need not be whom it is addressed to.
        byte[] envelope =
            ("Return-Path: <" + from + ">\r\nDelivered-To: " + to + "\r\n").getBytes(UTF_8);
        out.write(
            new java.nio.ByteBuffer[] {
              java.nio.ByteBuffer.wrap(envelope), java.nio.ByteBuffer.wrap(message)
            });
        out.force(true);
      }
      Files.move(fresh, folder.resolve(id + ".eml"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
