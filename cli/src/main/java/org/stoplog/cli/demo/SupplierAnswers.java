package org.stoplog.cli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/**
 * Answers in suppliers' places: each reads the mail with its link, takes the questions as a
 * workbook, fills it in, and sends it.
 */
final class SupplierAnswers {
  private static final Pattern LINK = Pattern.compile("/asked#([A-Za-z0-9_-]{43})");
  private static final String BOUNDARY = "stoplog-demo-between-the-parts";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int NUMBER = 0;
  private static final int HOW = 3;
  private static final int ANSWER = 4;
  private static final int WORDS = 5;

  private final Path mail;
  private final String world;

  SupplierAnswers(Path mail, String world) {
    this.mail = mail;
    this.world = world;
  }

  /** What is written to a question: the answer, and words with it. */
  private interface Say {
    String[] to(int question, String how);
  }

  /** Once a year: mostly good, each with gaps of its own. */
  void yearly(String name, int place) {
    answer(
        name,
        "how you protect",
        (question, how) ->
            how.startsWith("a whole number")
                ? new String[] {place % 2 == 0 ? "24" : "72", ""}
                : how.startsWith("in words")
                    ? new String[] {"", "It is in our policy, section " + question + "."}
                    : (question * 7 + place * 3) % 9 == 0
                        ? new String[] {"no", "Planned for next year."}
                        : (question + place) % 5 == 0
                            ? new String[] {"partly", "For staff, not for contractors yet."}
                            : new String[] {"yes", ""});
  }

  /**
   * After a breach.
   *
   * @param affected no, unknown or yes
   */
  void sweep(String name, String affected) {
    answer(
        name,
        "Are you affected?",
        (question, how) ->
            switch (question) {
              case 1 -> new String[] {affected, ""};
              case 2 -> new String[] {"", "A copy of your list, since the Friday before."};
              case 3 -> new String[] {affected.equals("unknown") ? "yes" : "no", ""};
              default -> new String[] {affected.equals("unknown") ? "partly" : "yes", ""};
            });
  }

  private void answer(String name, String subject, Say say) {
    String key = key(name, subject);
    byte[] questions = workbook(key);
    HttpResponse<byte[]> taken = upload(key, filled(questions, say));
    require(taken, "answers were taken from the workbook", name);
    HttpResponse<byte[]> sent =
        post("/asked/send", Map.of("key", key, "name", "The security desk of " + name));
    require(sent, "We have your answers", name);
  }

  private static void require(HttpResponse<byte[]> answer, String words, String name) {
    if (answer.statusCode() != 200 || !new String(answer.body(), UTF_8).contains(words)) {
      throw Stuck.at(
          "the answers of " + name, "the page does not say \"" + words + "\", " + answer);
    }
  }

  /** Of the newest link that was mailed under a subject; the folder has one file a mail. */
  private String key(String name, String subject) {
    String to = "Delivered-To: security@" + name.toLowerCase(Locale.ROOT) + ".example\r\n";
    Map<Long, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(mail)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".eml")).toList()) {
        String text = new String(Files.readAllBytes(file), ISO_8859_1);
        Matcher link = LINK.matcher(text.replace("=\r\n", ""));
        if (text.contains(to) && text.contains(subject) && link.find()) {
          found.put(Files.getLastModifiedTime(file).toMillis(), link.group(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (found.isEmpty()) {
      throw Stuck.at("the mail of " + name, "there is no link in it");
    }
    return found.values().stream().reduce((one, later) -> later).orElseThrow();
  }

  private byte[] workbook(String key) {
    HttpResponse<byte[]> answer = post("/asked/workbook", Map.of("key", key));
    if (answer.statusCode() != 200) {
      throw Stuck.at("the questions", "no workbook was given out, " + answer);
    }
    return answer.body();
  }

  private static byte[] filled(byte[] questions, Say say) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ReadableWorkbook from = new ReadableWorkbook(new ByteArrayInputStream(questions));
        Workbook to = new Workbook(out, "Office", "1.0")) {
      List<Row> rows = from.getFirstSheet().read();
      Worksheet sheet = to.newWorksheet(from.getFirstSheet().getName());
      for (int i = 0; i < rows.size(); i++) {
        for (int column = 0; column < rows.get(i).getCellCount(); column++) {
          sheet.value(i, column, rows.get(i).getCellText(column));
        }
        String number = rows.get(i).getCellText(NUMBER);
        if (number.matches("[0-9]+")) {
          String[] said = say.to(Integer.parseInt(number), rows.get(i).getCellText(HOW));
          sheet.value(i, ANSWER, said[0]);
          sheet.value(i, WORDS, said[1]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private HttpResponse<byte[]> upload(String key, byte[] workbook) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(part("key", null).getBytes(UTF_8));
    body.writeBytes((key + "\r\n").getBytes(UTF_8));
    body.writeBytes(part("file", "questions.xlsx").getBytes(UTF_8));
    body.writeBytes(workbook);
    body.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    return send(
        HttpRequest.newBuilder(URI.create(world + "/asked/files/workbook"))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
  }

  private static String part(String name, @org.jspecify.annotations.Nullable String file) {
    return "--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n"
        .formatted(BOUNDARY, name, file == null ? "" : "; filename=\"" + file + "\"");
  }

  private HttpResponse<byte[]> post(String path, Map<String, String> fields) {
    StringBuilder body = new StringBuilder();
    fields.forEach(
        (name, value) ->
            body.append(body.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, UTF_8)));
    return send(
        HttpRequest.newBuilder(URI.create(world + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoplogException(Problem.INTERRUPTED, "the demo was stopped", e);
    }
  }
}
