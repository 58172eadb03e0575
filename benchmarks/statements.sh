#!/usr/bin/env bash
# The public site beside nginx that shows the same bytes as files: requests a second for the page of a statement, for a
# feed, and for a feed that has not changed since (304).
#   benchmarks/statements.sh [seconds of each run [runs]]
# Needs wrk, nginx and curl (Debian's packages). Everything listens on the loopback address, at ports from 9111 on, and
# ends with the script. Writes docs/benchmarks/statements.md.
# shellcheck source-path=SCRIPTDIR source=gateway-parts.sh
source "$(dirname "${BASH_SOURCE[0]}")/gateway-parts.sh"
seconds=${1:-10}
runs=${2:-3}
needs wrk nginx curl
build

mkdir -p "$work/files/statements"
cat >"$work/nginx.conf" <<CONF
user root; worker_processes 2; pid $work/nginx.pid; error_log $work/nginx.err warn;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 1000000; sendfile on; tcp_nopush on; open_file_cache max=100 inactive=60s;
  client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u; scgi_temp_path $work/s;
  types { text/html html; application/atom+xml atom; }
  server { listen 127.0.0.1:9111 backlog=1024; root $work/files; default_type text/html; }
}
CONF
mkfifo "$work/input"
"$java" -Xmx512m --enable-native-access=ALL-UNNAMED -cp "benchmarks/target/classes:$(cat $paths)" \
  org.stoplog.benchmarks.StatementsProcess "$work/house" 9112 9113 <"$work/input" >"$work/server.out" 2>&1 &
server=$!
exec 9>"$work/input"
trap 'exec 9>&-; wait $server 2>/dev/null || true; at_exit' EXIT
until grep -q ready "$work/server.out"; do
  kill -0 $server 2>/dev/null || { cat "$work/server.out" >&2; exit 1; }
done
page=/statements/incident-3
feed=/statements/feed.atom
for path in $page $feed; do
  curl -sf "http://127.0.0.1:9113$path" -o "$work/files$path"
done
# Without the pipe whose end ends the server: it would wait for nginx, and nginx for it.
nginx -c "$work/nginx.conf" 2>/dev/null 9>&-
for path in $page $feed; do
  cmp -s "$work/files$path" <(curl -sf "http://127.0.0.1:9111$path") || { echo "nginx shows other bytes" >&2; exit 1; }
done

tag() { curl -sf -o /dev/null -D - "http://127.0.0.1:$1$feed" | tr -d '\r' | sed -n 's/^[Ee][Tt][Aa][Gg]: //p'; }
plain() { printf 'wrk.path="%s"\n' "$2" >"$work/$1.lua"; }
plain page $page
plain feed $feed
for side in 9111 9113; do
  printf 'wrk.path="%s"\nwrk.headers["If-None-Match"]=[==[%s]==]\n' $feed "$(tag $side)" >"$work/same-$side.lua"
done

for what in page feed same-9113; do
  measure $what 9113 10 >/dev/null
done
for run in $(seq 1 "$runs"); do
  measure page 9111 >>"$work/page-nginx"
  measure page 9113 >>"$work/page-stoplog"
  measure feed 9111 >>"$work/feed-nginx"
  measure feed 9113 >>"$work/feed-stoplog"
  measure same-9111 9111 >>"$work/same-nginx"
  measure same-9113 9113 >>"$work/same-stoplog"
  echo "run $run of $runs is done" >&2
done

row() { # what words
  local ours theirs
  ours=$(median "$work/$1-stoplog") theirs=$(median "$work/$1-nginx")
  awk -v what="$2" -v ours="$ours" -v theirs="$theirs" -v wanted=0.3 \
    -v p50="$(median "$work/$1-stoplog" 2)" -v p99="$(median "$work/$1-stoplog" 3)" \
    -v q50="$(median "$work/$1-nginx" 2)" -v q99="$(median "$work/$1-nginx" 3)" \
    'BEGIN { printf "| %s | %d | %d | **%.2f** | %.1f: %s | %.1f / %.1f ms | %.1f / %.1f ms |\n",
      what, ours, theirs, ours / theirs, wanted, (ours / theirs >= wanted ? "met" : "MISSED"), p50, p99, q50, q99 }'
}
size() { stat -c %s "$work/files$1"; }
{
  echo "# The public site beside nginx"
  echo
  echo "Requests a second; wrk with 64 connections, the server and wrk share the machine's cores. nginx shows the same bytes as"
  echo "files, with an open file cache and without a log."
  echo
  echo "| What | Public listener | nginx | Ratio | Wanted | p50 / p99 | of nginx |"
  echo "|---|---|---|---|---|---|---|"
  row page "page of a statement, $(size $page) bytes"
  row feed "Atom feed of 15 revisions, $(size $feed) bytes"
  row same "the same feed, unchanged since: 304"
  echo
  echo "Command: \`benchmarks/statements.sh $seconds $runs\`; commit $commit; medians of $runs runs of $seconds s after 30 s that are not"
  echo "counted. Machine: $(machine); load at the end $(cut -d' ' -f1-3 /proc/loadavg). Heap 512 MB."
} >"$results/statements.md"
cat "$results/statements.md"
