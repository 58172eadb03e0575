package org.stoplog.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.databind.JsonNode;

/** What a server gives as {@code content} of something, and takes again as it is. */
final class Contents {
  private Contents() {}

  /**
   * Prints them as JSON, or writes them to a new file.
   *
   * @param all as the server lists them
   */
  static void export(Session session, List<JsonNode> all, @Nullable Path out) {
    List<JsonNode> contents = all.stream().map(one -> one.get("content")).toList();
    if (out == null) {
      session.printJson(contents);
    } else {
      SentFiles.write(out, Json.text(contents).getBytes(StandardCharsets.UTF_8));
      KeepingCommands.told(session, out, "It holds " + contents.size() + ".");
    }
  }

  /**
   * Adds one, or those of a list: the last one first, as a list begins with the newest.
   *
   * @throws StoplogException that also says how many were added before it
   */
  static void add(Session session, ServerApi api, String path, Path file) {
    JsonNode read = SentFiles.json(file);
    List<JsonNode> all = read.isArray() ? read.valueStream().toList() : List.of(read);
    for (int i = all.size() - 1; i >= 0; i--) {
      try {
        api.post(path, all.get(i));
      } catch (StoplogException e) {
        throw new StoplogException(
            e.problem(),
            "number %d of %d, after %d were added: %s"
                .formatted(i + 1, all.size(), all.size() - 1 - i, e.getMessage()),
            e);
      }
    }
    if (session.json()) {
      session.printJson(Map.of("added", all.size()));
    } else {
      session.println("Added: " + all.size() + ".");
    }
  }
}
