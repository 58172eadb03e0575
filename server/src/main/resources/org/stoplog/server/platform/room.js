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
    if (source || document.hidden) {
      return;
    }
    source = new EventSource(news.dataset.changes + "?since=" + known);
    source.addEventListener("version", (event) => {
      known = Number(event.data);
      htmx.trigger(news, "changed");
      again();
    });
    // The server ends each answer after a while.
    source.addEventListener("error", again);
  };

  const stop = () => {
    if (source) {
      source.close();
      source = null;
    }
  };

  const again = () => {
    stop();
    setTimeout(listen, 2000);
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
  listen();
})();
