package org.stoplog.server.statements;

import org.stoplog.server.platform.PublicPages;

/** Addresses of the pages and files of a site, as its pages name each other. */
interface Places {
  String index();

  String statement(String slug);

  String revision(String slug, int number);

  String document(String slug, int number);

  String signature(String slug, int number);

  String feed(Feed feed);

  String key();

  String stylesheet();

  String icon();

  /** At the public listener. */
  record Live(String stylesheet, String icon) implements Places {
    static final String ROOT = "/statements";

    @Override
    public String index() {
      return ROOT;
    }

    @Override
    public String statement(String slug) {
      return ROOT + "/" + slug;
    }

    @Override
    public String revision(String slug, int number) {
      return statement(slug) + "/" + number;
    }

    @Override
    public String document(String slug, int number) {
      return revision(slug, number) + "/statement.json";
    }

    @Override
    public String signature(String slug, int number) {
      return revision(slug, number) + "/statement.sig";
    }

    @Override
    public String feed(Feed feed) {
      return ROOT + "/" + feed.file();
    }

    @Override
    public String key() {
      return ROOT + "/key";
    }
  }

  /**
   * In a folder that any web server shows: files, named from where a page lies.
   *
   * @param up the way to the top: empty, {@code ../} or {@code ../../}
   */
  record Files(String up) implements Places {
    @Override
    public String index() {
      return up + "index.html";
    }

    @Override
    public String statement(String slug) {
      return up + slug + "/index.html";
    }

    @Override
    public String revision(String slug, int number) {
      return up + slug + "/" + number + "/index.html";
    }

    @Override
    public String document(String slug, int number) {
      return up + slug + "/" + number + "/statement.json";
    }

    @Override
    public String signature(String slug, int number) {
      return up + slug + "/" + number + "/statement.sig";
    }

    @Override
    public String feed(Feed feed) {
      return up + feed.file();
    }

    @Override
    public String key() {
      return up + "key.pem";
    }

    @Override
    public String stylesheet() {
      return up + PublicPages.STYLESHEET;
    }

    @Override
    public String icon() {
      return up + PublicPages.ICON;
    }
  }
}
