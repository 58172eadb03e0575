package org.stoplog.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stoplog.sample.SampleFiles;
import org.stoplog.sample.World;
import org.stoplog.testing.FreePorts;

/** Does what docs/guide/first-hour.md says, word by word: its commands, its links and buttons. */
class FirstHourIT {
  private static final Path GUIDE = Path.of("../docs/guide/first-hour.md");
  private static final Pattern COMMANDS = Pattern.compile("(?ms)^```sh\\n(.*?)^```");
  private static final Pattern WORDS = Pattern.compile("(?s)\\*([^*]+)\\*");
  private static final long LOOKS = 1_500;

  @TempDir Path home;

  @Test
  void aStrangerGetsFromNothingToAnOpenIncident() throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
    new SampleFiles(World.of(1, World.FEWEST)).write(home);
    Files.writeString(home.resolve("passphrase.txt"), "a phrase of this test\n");
    writeLauncher();
    String guide = Files.readString(GUIDE);
    List<String> commands = new ArrayList<>();
    Matcher blocks = COMMANDS.matcher(guide);
    while (blocks.find()) {
      commands.addAll(blocks.group(1).lines().toList());
    }
    assertThat(commands.removeLast()).isEqualTo("./stoplog serve");
    assertThat(commands).hasSizeGreaterThan(5);
    for (String command : commands) {
      Process run = start(command);
      String told = new String(run.getInputStream().readAllBytes());
      assertThat(run.waitFor()).as("%s: %s", command, told).isZero();
    }
    Process server = start("./stoplog serve --port " + FreePorts.next());
    try (BufferedReader out = server.inputReader()) {
      String link = out.readLine();
      while (!link.contains("/welcome/")) {
        link = out.readLine();
        assertThat(link).as("a line with the link").isNotNull();
      }
      URI address = URI.create(link.strip());
      String base = "http://" + address.getAuthority();
      DemoPerson ada = DemoPerson.enter(new DemoBrowser(base, "a test"), address.getPath(), "ada");
      WebPage room = walk(ada.open("/"), ada, guide.substring(guide.indexOf("## 7.")));
      assertThat(room.title()).contains("What the supplier said");
      assertThat(room.has(".big")).isTrue();
    } finally {
      // The shell may have become the command, or have it as its child.
      server.toHandle().descendants().forEach(ProcessHandle::destroy);
      server.destroy();
      server.waitFor();
    }
  }

  /** Follows the words in italics, one after the other, each a link or a button. */
  private static WebPage walk(WebPage start, DemoPerson ada, String text) throws Exception {
    WebPage page = start;
    Matcher words = WORDS.matcher(text);
    while (words.find()) {
      String step = words.group(1).replaceAll("\\s+", " ");
      if (page.hasButton(step)) {
        page = filled(page.form(step), step).press();
      } else {
        for (int i = 0; i < LOOKS && !page.hasLink(step) && page.hasButton("Stop it"); i++) {
          Thread.sleep(20);
          page = ada.open(page.path());
        }
        page = page.follow(step);
      }
    }
    return page;
  }

  private static WebForm filled(WebForm form, String button) {
    return switch (button) {
      case "Open the incident" ->
          form.type("title", "What the supplier said").type("supplier", "Relaypipe");
      case "Record the claim" ->
          form.type("id", "call-1").choose("verified", "called back on the number in the register");
      case "Decide the scope" -> form.tick("claim", "call-1").type("reason", "All that we know.");
      default -> form;
    };
  }

  /** The command as the guide calls it, which here is this build. */
  private void writeLauncher() throws IOException {
    Path launcher = home.resolve("stoplog");
    Files.writeString(
        launcher,
        "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp '%s' org.stoplog.cli.Main \"$@\"\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path")));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process start(String command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(home.toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("STOPLOG"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_DATA_HOME", home.resolve("share").toString());
    builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
    return builder.start();
  }
}
