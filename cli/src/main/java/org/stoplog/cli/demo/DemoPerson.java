package org.stoplog.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;

/** Somebody of the made-up company, with a browser and an app that makes codes. */
public final class DemoPerson {
  /** Nobody needs it afterwards: whoever takes an account over sets a new one. */
  private static final String PASSWORD = "a long phrase of the demo only";

  private final String name;
  private final DemoBrowser browser;
  private final Codes codes;

  private DemoPerson(String name, DemoBrowser browser, Codes codes) {
    this.name = name;
    this.browser = browser;
    this.codes = codes;
  }

  /**
   * Opens a link of welcome, and sets password and second factor.
   *
   * @param path of the link
   */
  public static DemoPerson enter(DemoBrowser browser, String path, String name) {
    WebPage welcome = browser.open(path);
    WebForm form =
        welcome.form(
            welcome.hasButton("Make the account") ? "Make the account" : "Set the password");
    if (form.has("name")) {
      form.type("name", name);
    }
    WebPage factor = form.type("password", PASSWORD).press();
    Codes codes = new Codes(factor.text("code.wrap"));
    factor.form("Set up the second factor").type("code", typed(codes)).press();
    return new DemoPerson(name, browser, codes);
  }

  String name() {
    return name;
  }

  public WebPage open(String path) {
    return browser.open(path);
  }

  boolean mayOpen(String path) {
    return browser.answers(path);
  }

  /** From when on a code is taken that was not used before; in the past when one is. */
  Instant mayProveFrom(Instant now) {
    return codes.nextFrom(now);
  }

  /** Approves what waits, with password and a code that was not used before. */
  WebPage approve(WebPage approval) {
    return prove(approval.formWith("password"));
  }

  /** Sends a form that asks who sits there. */
  public WebPage prove(WebForm form) {
    return form.type("password", PASSWORD).type("code", typed(codes)).press();
  }

  /** Waits like a person does whose last code is used up: until the app shows the next. */
  private static String typed(Codes codes) {
    Instant now = InstantSource.system().instant();
    Codes.Code code = codes.next(now);
    Duration early = Duration.between(now, code.from());
    if (early.isPositive()) {
      try {
        Thread.sleep(early);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoplogException(Problem.INTERRUPTED, "the demo was stopped", e);
      }
    }
    return code.digits();
  }
}
