// Lets an open room know that somebody changed something. What comes is the number of the version;
// the line that says so is fetched by htmx, with its own permission. A room that nobody looks at
// does not listen: browsers give one site few connections.
(() => {
  "use strict";
  const news = document.getElementById("news");
  if (!news || !news.dataset.changes || !window.EventSource) {
    return;
  }
  let known = Number(news.dataset.version);
  let source = null;

  const listen = () => {
    if (source || document.hidden || Number.isNaN(known)) {
      return;
    }
    source = new EventSource(news.dataset.changes + "?since=" + known);
    source.addEventListener("version", (event) => {
      known = Number(event.data);
      htmx.trigger(news, "changed");
      again(2000);
    });
    // The server ends each answer after a while. When it refuses one, what is fetched tells why.
    source.addEventListener("error", () => {
      const isRefused = source && source.readyState === EventSource.CLOSED;
      if (isRefused) {
        htmx.trigger(news, "changed");
      }
      again(isRefused ? 15000 : 2000);
    });
  };

  const stop = () => {
    if (source) {
      source.close();
      source = null;
    }
  };

  const again = (wait) => {
    stop();
    setTimeout(listen, wait);
  };

  // What is being read or written stays where it is.
  news.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) {
      stop();
      known = NaN;
      news.textContent = "You were signed out. Copy what you have typed, then load the page again.";
    }
  });

  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
  listen();
})();
