#!/usr/bin/env bash
# The gateway beside nginx and HAProxy, which read, change and record nothing: requests a second through each to one
# supplier on this machine (nginx again), and a copy recorded beside nginx that answers 204.
#   benchmarks/gateway.sh [seconds of each run [runs]]
# Needs wrk, nginx and haproxy (Debian's packages). Everything listens on the loopback address, at ports from 9101 on,
# and ends with the script. Writes docs/benchmarks/gateway.md.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-10}
runs=${2:-3}
for tool in wrk nginx haproxy; do
  PATH=$PATH:/usr/sbin command -v $tool >/dev/null || { echo "gateway.sh: $tool is missing: apt-get install $tool" >&2; exit 1; }
done
PATH=$PATH:/usr/sbin
work=$(mktemp -d)
chmod 755 "$work"
gateway=
at_exit() {
  [ -z "$gateway" ] || kill "$gateway" 2>/dev/null || true
  for one in nginx haproxy; do
    [ ! -f "$work/$one.pid" ] || kill "$(cat "$work/$one.pid")" 2>/dev/null || true
  done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap at_exit EXIT

cat >"$work/nginx.conf" <<CONF
worker_processes 2; pid $work/nginx.pid; error_log $work/nginx.err warn;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 1000000; client_body_buffer_size 1m; client_max_body_size 20m;
  client_body_temp_path $work/body; proxy_temp_path $work/proxy; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u; scgi_temp_path $work/s;
  upstream supplier { server 127.0.0.1:9101; keepalive 64; keepalive_requests 1000000; }
  server { listen 127.0.0.1:9101 backlog=1024; location / { default_type application/json; return 200 '{"status":1}'; } }
  server { listen 127.0.0.1:9102 backlog=1024; location / { proxy_pass http://supplier; proxy_http_version 1.1; proxy_set_header Connection ""; } }
  server { listen 127.0.0.1:9103 backlog=1024; location / { return 204; } }
}
CONF
cat >"$work/haproxy.cfg" <<CONF
global
  maxconn 4000
  nbthread 2
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  http-reuse always
frontend applications
  bind 127.0.0.1:9104
  default_backend supplier
backend supplier
  server one 127.0.0.1:9101 maxconn 1000
CONF

# A Mixpanel event of about 1 KB, and a Segment batch of 50 events; an address and a name are masked in each event.
event='{"event":"Order completed","properties":{"token":"0123456789abcdef","distinct_id":"user-48213","$insert_id":"a1b2c3d4e5f60718","$email":"somebody@example.org","$name":"Some Body","plan":"pro","amount":129.95,"currency":"EUR","items":[{"sku":"A-1","price":12.5,"quantity":1},{"sku":"A-2","price":13.5,"quantity":2},{"sku":"A-3","price":14.5,"quantity":3}],"$os":"Mac OS X","$browser":"Chrome","$browser_version":142,"$current_url":"https://shop.example.org/checkout/done?step=3","$screen_height":1080,"$screen_width":1920,"utm_source":"newsletter","utm_campaign":"autumn-2026","note":"'
event="[$event$(printf 'x%.0s' $(seq 1 $((1024 - ${#event} - 4))))\"}}]"
batch=
for i in $(seq 1 50); do
  batch+="${batch:+,}"'{"type":"track","event":"Order completed","messageId":"m-'$i'","userId":"user-'$i'","timestamp":"2026-11-20T10:00:00Z","context":{"ip":"203.0.113.9","library":{"name":"analytics-java","version":"3.5.0"},"traits":{"email":"user'$i'@example.org","name":"Some Body"}},"properties":{"amount":12.5,"currency":"EUR","plan":"pro","coupon":"AUTUMN"}}'
done
batch='{"batch":['$batch'],"sentAt":"2026-11-20T10:00:00Z"}'
for name in event batch; do
  printf 'wrk.method="POST"\nwrk.headers["Content-Type"]="application/json"\nwrk.body=[==[%s]==]\n' "${!name}" >"$work/$name.lua"
done

paths=benchmarks/target/classpath
if [ ! -f $paths ] || [ -z "${KEEP_BUILD:-}" ]; then
  mvn -q -B ${MAVEN_FLAGS:-} -pl benchmarks -am compile dependency:build-classpath -Dmdep.outputFile=target/classpath
fi
nginx -c "$work/nginx.conf" 2>/dev/null
haproxy -D -p "$work/haproxy.pid" -f "$work/haproxy.cfg"
mkdir "$work/gateway"
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx512m --enable-native-access=ALL-UNNAMED \
  -cp "benchmarks/target/classes:$(cat $paths)" org.stoplog.benchmarks.GatewayProcess \
  "$work/gateway" 9105 9106 http://127.0.0.1:9101 >"$work/gateway.out" 2>&1 &
gateway=$!
until curl -s -o /dev/null http://127.0.0.1:9106/health; do
  kill -0 $gateway || { cat "$work/gateway.out" >&2; exit 1; }
done

# Requests a second, p50 and p99 in milliseconds.
measure() { # lua address
  wrk -t1 -c64 -d"${3:-$seconds}s" --latency -s "$work/$1.lua" "http://127.0.0.1:$2" | awk '
    function ms(t) { return t ~ /us$/ ? t / 1000 : t ~ /ms$/ ? t + 0 : t * 1000 }
    /^ +50%/ { p50 = ms($2) } /^ +99%/ { p99 = ms($2) } /Requests\/sec/ { rate = $2 }
    /Non-2xx|Socket errors/ { bad = bad " " $0 }
    END { if (bad) print "gateway.sh:" bad > "/dev/stderr"; printf "%.0f %.2f %.2f\n", rate, p50, p99 }'
}
measure event 9105/c/mixpanel/track 20 >/dev/null
measure batch 9105/c/segment/v1/batch 20 >/dev/null
measure event 9105/c/copy-of-mixpanel/track 5 >/dev/null
for run in $(seq 1 "$runs"); do
  { measure event 9102/track; } >>"$work/event-nginx"
  { measure event 9104/track; } >>"$work/event-haproxy"
  { measure event 9105/c/mixpanel/track; } >>"$work/event-gateway"
  { measure batch 9102/v1/batch; } >>"$work/batch-nginx"
  { measure batch 9104/v1/batch; } >>"$work/batch-haproxy"
  { measure batch 9105/c/segment/v1/batch; } >>"$work/batch-gateway"
  { measure event 9103/track; } >>"$work/copy-nginx"
  { measure event 9105/c/copy-of-mixpanel/track; } >>"$work/copy-gateway"
  echo "run $run of $runs is done" >&2
done

median() { sort -n "$1" | awk -v c="${2:-1}" '{ v[NR] = $c } END { n = asort_(v, NR); print v[int((NR + 1) / 2)] }
  function asort_(a, n,  i, j, t) { for (i = 2; i <= n; i++) { t = a[i] + 0; for (j = i - 1; j > 0 && a[j] + 0 > t; j--) a[j + 1] = a[j]; a[j] = t } return n }'; }
row() { # what peer wanted
  local ours theirs
  ours=$(median "$work/$1-gateway") theirs=$(median "$work/$1-$2")
  awk -v what="$4" -v peer="$2" -v ours="$ours" -v theirs="$theirs" -v wanted="$3" \
    -v p50="$(median "$work/$1-gateway" 2)" -v p99="$(median "$work/$1-gateway" 3)" \
    -v q50="$(median "$work/$1-$2" 2)" -v q99="$(median "$work/$1-$2" 3)" \
    'BEGIN { printf "| %s | %d | %s %d | **%.2f** | %.1f: %s | %.1f / %.1f ms | %.1f / %.1f ms |\n",
      what, ours, peer, theirs, ours / theirs, wanted, (ours / theirs >= wanted ? "met" : "MISSED"), p50, p99, q50, q99 }'
}
{
  echo "# The gateway beside proxies that read nothing"
  echo
  echo "Requests a second; wrk with 64 connections, the supplier and both sides share the machine's cores. The gateway reads each"
  echo "event, masks an address and a name in it, has the record on the disk, and sends it on; the others send it on."
  echo
  echo "| What | Gateway | Beside | Ratio | Wanted | p50 / p99 | of the other |"
  echo "|---|---|---|---|---|---|---|"
  row event nginx 0.5 "Mixpanel event, 1 KB"
  row event haproxy 0.5 "Mixpanel event, 1 KB"
  row batch nginx 0.5 "Segment batch, 50 events, $((${#batch} / 1000)) KB"
  row batch haproxy 0.5 "Segment batch, 50 events, $((${#batch} / 1000)) KB"
  row copy nginx 0.8 "Record only, 1 KB, beside nginx that answers 204"
  echo
  echo "Command: \`benchmarks/gateway.sh $seconds $runs\`; commit $(git rev-parse --short HEAD); medians of $runs runs of $seconds s after 45 s that are not"
  echo "counted. Machine: $(nproc) x $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1); load at the end $(cut -d' ' -f1-3 /proc/loadavg). Heap 512 MB."
  echo "$(curl -s http://127.0.0.1:9106/metrics | awk '/_not_recorded_total.*[1-9]$/ { n += $2 } END { print n + 0 }') requests were not recorded; most memory of the process $(sed -n 's/^VmHWM:\s*//p' /proc/$gateway/status)."
} >docs/benchmarks/gateway.md
cat docs/benchmarks/gateway.md
