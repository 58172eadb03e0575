package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Debian's Chromium, with somebody at its keyboard. */
final class Chromium implements AutoCloseable {
  private static final int MOST_TABS = 400;
  private static final Path PICTURES = Path.of("target", "pictures");
  private static final String AXE = axe();
  private static final boolean ALL_PICTURES = "all".equals(System.getProperty("stoplog.pictures"));

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;
  private final List<String> faults = new ArrayList<>();

  Chromium() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    // Its sandbox does not start under root.
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable())
                    .setArgs(List.of("--no-sandbox")));
  }

  private static Path executable() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Chromium is not installed"));
  }

  private static String axe() {
    try (InputStream script = Chromium.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What pages reported: errors of scripts, and what the content policy or the server refused. */
  List<String> faults() {
    return faults;
  }

  /** Somebody with a window of their own. */
  Keyboard open() {
    BrowserContext context = browser.newContext(new NewContextOptions().setViewportSize(1280, 900));
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            faults.add(page.url() + ": " + message.text());
          }
        });
    page.onPageError(error -> faults.add(page.url() + ": " + error));
    return new Keyboard(page);
  }

  /** A page that is worked by its keys alone. */
  static final class Keyboard {
    private final Page page;

    Keyboard(Page page) {
      this.page = page;
    }

    Page page() {
      return page;
    }

    void go(String address) {
      page.navigate(address);
    }

    /** Goes from key to key until it is there. */
    private void reach(Locator target) {
      for (int i = 0; i < MOST_TABS; i++) {
        if (target.evaluate("e => e === document.activeElement").equals(true)) {
          return;
        }
        page.keyboard().press("Tab");
      }
      throw new AssertionError("no key leads to " + target + " on " + page.url());
    }

    /** Goes to what a selector finds first. */
    void reach(String selector) {
      reach(page.locator(selector).first());
    }

    private Locator named(String name) {
      return page.locator("main [name=\"" + name + "\"]").first();
    }

    void type(String field, String text) {
      reach(named(field));
      page.keyboard().press("Control+A");
      page.keyboard().type(text);
    }

    /** Chooses an option by the first words of its text. */
    void choose(String field, String words) {
      reach(named(field));
      page.keyboard().type(words);
      assertThat(
              String.valueOf(named(field).evaluate("e => e.options[e.selectedIndex].textContent")))
          .startsWith(words);
    }

    void tick(String field, String value, boolean on) {
      Locator box = page.locator("main [name=\"" + field + "\"][value=\"" + value + "\"]").first();
      reach(box);
      if (box.isChecked() != on) {
        page.keyboard().press("Space");
      }
      assertThat(box.isChecked()).isEqualTo(on);
    }

    /** Presses a button or follows a link, and waits for the page behind it. */
    void press(String words) {
      Locator target =
          page.locator("main button, main a, main summary")
              .filter(new Locator.FilterOptions().setHasText(words))
              .first();
      reach(target);
      if (String.valueOf(target.evaluate("e => e.tagName")).equals("SUMMARY")) {
        page.keyboard().press("Enter");
        return;
      }
      // A mark that goes with the page; what follows may come by a redirection.
      page.evaluate("() => { window.isOld = true; }");
      page.keyboard().press("Enter");
      page.waitForCondition(this::isNew);
      page.waitForLoadState();
    }

    private boolean isNew() {
      try {
        return page.evaluate("() => !window.isOld && document.readyState === 'complete'")
            .equals(true);
      } catch (PlaywrightException e) {
        return false; // between two pages
      }
    }

    String text() {
      return page.innerText("main");
    }

    /** Keeps a picture of the whole page. */
    void picture(String name, ColorScheme scheme, int width) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      page.setViewportSize(width, 900);
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(
                  PICTURES.resolve(
                      "%s-%s-%d.png"
                          .formatted(
                              name, scheme.name().toLowerCase(java.util.Locale.ROOT), width))));
    }

    /**
     * Looks at the page as axe does in both themes and widths, and keeps two pictures of it: light
     * and wide, dark and narrow. With -Dstoplog.pictures=all it keeps all four.
     */
    void look(String name) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        for (int width : new int[] {1280, 390}) {
          page.setViewportSize(width, 900);
          assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
              .as(name + " fits " + width)
              .isEqualTo(true);
          boolean isWide = width == 1280;
          if (ALL_PICTURES || isWide == (scheme == ColorScheme.LIGHT)) {
            picture(name, scheme, width);
          }
        }
        page.setViewportSize(1280, 900);
        if (scheme == ColorScheme.LIGHT) {
          page.evaluate(AXE);
        }
        assertThat(
                (List<?>)
                    page.evaluate(
                        "() => axe.run({resultTypes: ['violations']}).then(r =>"
                            + " r.violations.map(v => v.id + ': ' + v.nodes[0].html))"))
            .as("axe on " + name)
            .isEmpty();
      }
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
