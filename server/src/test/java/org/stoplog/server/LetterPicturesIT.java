package org.stoplog.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.stoplog.server.notices.ReadyMails;

/** The HTML of the ready-made letters as pictures, in all languages, to be looked at. */
@Tag("long")
class LetterPicturesIT {
  @Test
  void everyLetterFitsATelephoneAndHasAPicture() {
    try (Chromium chromium = new Chromium()) {
      Chromium.Keyboard at = chromium.open();
      ReadyMails.html()
          .forEach(
              (language, html) -> {
                at.page().setContent(html);
                at.picture("letter-" + language, ColorScheme.LIGHT, 680);
                at.picture("letter-" + language, ColorScheme.DARK, 390);
                assertThat(
                        at.page()
                            .evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                    .as(language)
                    .isEqualTo(true);
                assertThat((List<?>) at.page().evaluate("() => [...document.images]")).isEmpty();
              });
      assertThat(chromium.faults()).isEmpty();
    }
  }
}
