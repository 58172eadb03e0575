package org.stoplog.ledger.reader;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The program that searches the texts of one export of tickets; started by {@link ChildProcess}, as
 * {@link Child}. What it finds it names and counts; the values end with it.
 */
final class TicketChild {
  private static final int MOST_REQUEST_BYTES = 8 << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private TicketChild() {}

  public static void main(String[] arguments) throws IOException {
    DataOutputStream pipe =
        new DataOutputStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 64 << 10));
    System.setOut(System.err);
    DataInputStream stdin = new DataInputStream(System.in);
    int length = stdin.readInt();
    if (length < 0 || length > MOST_REQUEST_BYTES) {
      throw new IOException("a request of " + length + " bytes");
    }
    byte[] request = stdin.readNBytes(length);
    Thread.ofPlatform().daemon().name("parent").start(() -> Child.endWithParent(stdin));
    try {
      answer(JSON.readValue(request, TicketRequest.class), pipe);
    } catch (StoplogException e) {
      refuse(e, pipe);
    } catch (OutOfMemoryError e) {
      Runtime.getRuntime().halt(Child.OUT_OF_MEMORY);
    } catch (RuntimeException | IOException | LinkageError | StackOverflowError e) {
      // What a library says of a text may hold its words.
      System.err.println(e.getClass().getName() + " in " + place(e));
      Runtime.getRuntime().halt(1);
    }
    pipe.flush();
    Runtime.getRuntime().halt(0);
  }

  private static String place(Throwable fault) {
    StackTraceElement[] stack = fault.getStackTrace();
    return stack.length == 0 ? "?" : stack[0].getClassName() + ":" + stack[0].getLineNumber();
  }

  private static void answer(TicketRequest request, DataOutputStream pipe) throws IOException {
    TicketPlan plan = request.plan();
    if (plan == null) {
      TicketGuess guess = new TicketGuess();
      new TicketSource(request, guess, position -> {}).read();
      send(TicketRequest.ANSWER, JSON.writeValueAsBytes(guess.plan()), pipe);
      return;
    }
    TicketSearch search =
        new TicketSearch(
            plan, found -> send(TicketRequest.TICKET, JSON.writeValueAsBytes(found), pipe));
    new TicketSource(
            request,
            search,
            position -> {
              pipe.write(TicketRequest.PROGRESS);
              pipe.writeLong(position);
            })
        .read();
    send(TicketRequest.ANSWER, JSON.writeValueAsBytes(search.totals()), pipe);
  }

  private static void send(int kind, byte[] json, DataOutputStream pipe) throws IOException {
    if (json.length > TicketRequest.MOST_FRAME) {
      throw new StoplogException(Problem.READER_LIMIT, "what was found in one ticket is too much");
    }
    pipe.write(kind);
    pipe.writeInt(json.length);
    pipe.write(json);
  }

  private static void refuse(StoplogException refusal, DataOutputStream pipe) throws IOException {
    byte[] said =
        (refusal.problem().slug() + "\n" + refusal.getMessage()).getBytes(StandardCharsets.UTF_8);
    send(TicketRequest.REFUSED, said, pipe);
  }
}
