package org.stoplog.server.statements;

/** A format in which readers follow the statements. */
public enum Feed {
  /** RFC 4287. */
  ATOM("feed.atom", "Atom", "application/atom+xml;charset=UTF-8"),
  /** RSS 2.0. */
  RSS("feed.rss", "RSS", "application/rss+xml;charset=UTF-8"),
  /** JSON Feed 1.1. */
  JSON("feed.json", "JSON Feed", "application/feed+json;charset=UTF-8");

  private final String file;
  private final String title;
  private final String type;

  Feed(String file, String title, String type) {
    this.file = file;
    this.title = title;
    this.type = type;
  }

  public String file() {
    return file;
  }

  public String title() {
    return title;
  }

  String type() {
    return type;
  }

  /** Without its parameters. */
  public String plainType() {
    return type.replaceFirst(";.*", "");
  }
}
