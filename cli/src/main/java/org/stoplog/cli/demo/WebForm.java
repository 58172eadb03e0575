package org.stoplog.cli.demo;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jsoup.Connection.KeyVal;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.StoplogException;

/**
 * A form as it stands on a page: what was there is sent along, like a browser does. It is strict: a
 * field that is not there cannot be filled in.
 */
public final class WebForm {
  private final DemoBrowser browser;
  private final FormElement form;
  private final Element button;
  private @Nullable String fileField;
  private @Nullable Path file;

  WebForm(DemoBrowser browser, FormElement form, Element button) {
    this.browser = browser;
    this.form = form;
    this.button = button;
  }

  /** Types into a field. */
  public WebForm type(String name, String value) {
    Element field = one("[name=" + name + "]");
    if (field.normalName().equals("textarea")) {
      field.text(value);
    } else if (field.normalName().equals("input")) {
      field.attr("value", value);
    } else {
      throw stuck("one does not type into " + name);
    }
    return this;
  }

  /** Chooses from a list, by the words that one sees. */
  public WebForm choose(String name, String words) {
    boolean found = false;
    for (Element option : one("select[name=" + name + "]").select("option")) {
      if (option.text().equals(words)) {
        option.attr("selected", true);
        found = true;
      } else {
        option.removeAttr("selected");
      }
    }
    if (!found) {
      throw stuck("the list " + name + " has not \"" + words + "\"");
    }
    return this;
  }

  /** Ticks a box or a button of a group. */
  public WebForm tick(String name, String value) {
    Element box = one("input[name=" + name + "][value=" + value + "]");
    if (box.attr("type").equals("radio")) {
      form.select("input[type=radio][name=" + name + "]").removeAttr("checked");
    }
    box.attr("checked", true);
    return this;
  }

  WebForm untickAll(String name) {
    form.select("input[name=" + name + "]").removeAttr("checked");
    return this;
  }

  /** Chooses a file from the disk. */
  WebForm attach(String name, Path chosen) {
    one("input[type=file][name=" + name + "]");
    fileField = name;
    file = chosen;
    return this;
  }

  public boolean has(String name) {
    return form.selectFirst("[name=" + name + "]") != null;
  }

  /** Presses the button, and goes where the answer leads. */
  public WebPage press() {
    String action =
        button.hasAttr("formaction") ? button.absUrl("formaction") : form.absUrl("action");
    URI target = URI.create(action.isEmpty() ? form.baseUri() : action);
    List<KeyVal> fields = new ArrayList<>();
    for (KeyVal field : form.formData()) {
      // A browser sends only the button that was pressed.
      if (form.select("button[name=" + field.key() + "]").isEmpty()) {
        fields.add(field);
      }
    }
    HttpRequest.Builder request = browser.request(target.getRawPath());
    if (form.attr("method").equalsIgnoreCase("get")) {
      return browser.open(target.getRawPath() + "?" + encoded(fields));
    }
    if (form.attr("enctype").equals("multipart/form-data")) {
      multipart(request, fields);
    } else {
      String body = encoded(fields);
      if (button.hasAttr("name")) {
        body += "&" + encode(button.attr("name")) + "=" + encode(button.attr("value"));
      }
      request
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    return browser.go(request);
  }

  private void multipart(HttpRequest.Builder request, List<KeyVal> fields) {
    String boundary = "stoplog-" + UUID.randomUUID();
    List<HttpRequest.BodyPublisher> parts = new ArrayList<>();
    for (KeyVal field : fields) {
      if (!field.key().equals(fileField)) {
        parts.add(
            text(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(boundary, field.key(), field.value())));
      }
    }
    if (file != null) {
      parts.add(
          text(
              "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                  .formatted(boundary, fileField, file.getFileName())));
      try {
        parts.add(HttpRequest.BodyPublishers.ofFile(file));
      } catch (java.io.FileNotFoundException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    parts.add(text("\r\n--" + boundary + "--\r\n"));
    request
        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .POST(HttpRequest.BodyPublishers.concat(parts.toArray(HttpRequest.BodyPublisher[]::new)));
  }

  private static HttpRequest.BodyPublisher text(String text) {
    return HttpRequest.BodyPublishers.ofString(text);
  }

  private static String encoded(List<KeyVal> fields) {
    List<String> pairs = new ArrayList<>();
    fields.forEach(field -> pairs.add(encode(field.key()) + "=" + encode(field.value())));
    return String.join("&", pairs);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Element one(String selector) {
    Element found = form.selectFirst(selector);
    if (found == null) {
      throw stuck("the form has no " + selector);
    }
    return Objects.requireNonNull(found);
  }

  private StoplogException stuck(String why) {
    return Stuck.at(form.baseUri(), why);
  }
}
