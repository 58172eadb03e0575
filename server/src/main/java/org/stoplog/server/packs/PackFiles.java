package org.stoplog.server.packs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.stoplog.ledger.Progress;
import org.stoplog.ledger.pack.PackWriter;
import org.stoplog.ledger.store.CanonicalJson;
import org.stoplog.server.platform.Counts;
import org.stoplog.server.platform.CsvLines;
import org.stoplog.server.platform.PackOut;

/** Takes the files of capabilities into one pack, and keeps to what its edition may have. */
final class PackFiles implements PackOut {
  /** In public every count is rounded, so that none is found by taking one from another. */
  private static final Counts IN_PUBLIC = new Counts(false, true);

  private static final Counts EXACT = new Counts(true);

  private final PackWriter writer;
  private final boolean isPublic;
  private final Pseudonyms pseudonyms;
  private final Progress progress;
  private final List<Map<String, Object>> counted = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private final Set<UUID> about = new HashSet<>();

  PackFiles(PackWriter writer, boolean isPublic, Pseudonyms pseudonyms, Progress progress) {
    this.writer = writer;
    this.isPublic = isPublic;
    this.pseudonyms = pseudonyms;
    this.progress = progress;
  }

  @Override
  public boolean isPublic() {
    return isPublic;
  }

  @Override
  public Object count(long people) {
    return isPublic ? shown(people) : (Object) people;
  }

  @Override
  public String shown(long people) {
    return (isPublic ? IN_PUBLIC : EXACT).text(people);
  }

  @Override
  public @Nullable String account(@Nullable UUID account) {
    return isPublic ? null : account == null ? "the program" : account.toString();
  }

  @Override
  public String pseudonym(long person) {
    notInPublic();
    return pseudonyms.of(person);
  }

  @Override
  public String inOrderOf(String person) {
    return Pseudonyms.order(person);
  }

  private void notInPublic() {
    if (isPublic) {
      throw new IllegalStateException("nothing about one person is in the public edition");
    }
  }

  @Override
  public void json(String name, Object value) throws IOException {
    bytes(name, (CanonicalJson.write(value) + "\n").getBytes(UTF_8));
  }

  @Override
  public void bytes(String name, byte[] content) throws IOException {
    writer.file(name, content);
    progress.at(writer.count());
  }

  @Override
  public Rows rows(String name, boolean shownAlone, String... header) throws IOException {
    notInPublic();
    PackWriter.Entry entry = shownAlone ? writer.tree(name) : writer.file(name);
    OutputStream out = shownAlone ? entry : new BufferedOutputStream(entry, 1 << 16);
    out.write((CsvLines.line((Object[]) header) + "\r\n").getBytes(UTF_8));
    return new Rows() {
      @Override
      public void add(@Nullable Object... cells) throws IOException {
        String line = CsvLines.line(cells);
        if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
          throw new IllegalStateException("a cell of " + name + " has an end of line");
        }
        if (shownAlone) {
          entry.leaf(line);
        } else {
          out.write((line + "\r\n").getBytes(UTF_8));
        }
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }

  @Override
  public void counted(String file, @Nullable String column, @Nullable String value, long rows) {
    notInPublic();
    Map<String, Object> one = new TreeMap<>();
    one.put("file", file);
    one.put("count", rows);
    if (column != null && value != null) {
      one.put("column", column);
      one.put("value", value);
    }
    counted.add(one);
  }

  @Override
  public void section(Section section) {
    sections.add(section);
  }

  @Override
  public void about(UUID id) {
    about.add(id);
  }

  @Override
  public Progress progress() {
    return progress;
  }

  List<Map<String, Object>> counted() {
    return List.copyOf(counted);
  }

  List<Section> sections() {
    return List.copyOf(sections);
  }

  Set<UUID> about() {
    return Set.copyOf(about);
  }
}
