#!/usr/bin/env bash
# What the measurements of the gateway share; they source it, it does nothing by itself. Everything listens on the
# loopback address, at ports from 9101 on, and ends with the script.
# shellcheck disable=SC2034  # what is not used here is used by those that source it
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
results=${RESULTS:-docs/benchmarks}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
PATH=$PATH:/usr/sbin
commit=$(git rev-parse --short HEAD)
gateway=
paths=benchmarks/target/classpath

needs() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || { echo "${0##*/}: $tool is missing: apt-get install $tool" >&2; exit 1; }
  done
}

at_exit() {
  local one
  [ -z "$gateway" ] || kill "$gateway" 2>/dev/null || true
  for one in nginx haproxy; do
    [ ! -f "$work/$one.pid" ] || kill "$(cat "$work/$one.pid")" 2>/dev/null || true
  done
  wait 2>/dev/null || true
  rm -rf "$work"
}
work=$(mktemp -d)
chmod 755 "$work"
trap at_exit EXIT

build() {
  if [ ! -f $paths ] || [ -z "${KEEP_BUILD:-}" ]; then
    mvn -q -B ${MAVEN_FLAGS:-} -pl benchmarks -am compile dependency:build-classpath -Dmdep.outputFile=target/classpath
  fi
}

# The supplier (9101), nginx before it that reads nothing (9102), and one that answers 204 (9103).
start_nginx() {
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
  nginx -c "$work/nginx.conf" 2>/dev/null
}

# A Mixpanel event of about 1 KB, and a Segment batch of 50 events; an address and a name are masked in each event.
event='{"event":"Order completed","properties":{"token":"0123456789abcdef","distinct_id":"user-48213","$insert_id":"a1b2c3d4e5f60718","$email":"somebody@example.org","$name":"Some Body","plan":"pro","amount":129.95,"currency":"EUR","items":[{"sku":"A-1","price":12.5,"quantity":1},{"sku":"A-2","price":13.5,"quantity":2},{"sku":"A-3","price":14.5,"quantity":3}],"$os":"Mac OS X","$browser":"Chrome","$browser_version":142,"$current_url":"https://shop.example.org/checkout/done?step=3","$screen_height":1080,"$screen_width":1920,"utm_source":"newsletter","utm_campaign":"autumn-2026","note":"'
event="[$event$(printf 'x%.0s' $(seq 1 $((1024 - ${#event} - 4))))\"}}]"
batch=
for i in $(seq 1 50); do
  batch+="${batch:+,}"'{"type":"track","event":"Order completed","messageId":"m-'$i'","userId":"user-'$i'","timestamp":"2026-11-20T10:00:00Z","context":{"ip":"203.0.113.9","library":{"name":"analytics-java","version":"3.5.0"},"traits":{"email":"user'$i'@example.org","name":"Some Body"}},"properties":{"amount":12.5,"currency":"EUR","plan":"pro","coupon":"AUTUMN"}}'
done
batch='{"batch":['$batch'],"sentAt":"2026-11-20T10:00:00Z"}'

# A file with one of them for wrk to send.
for_wrk() { # name
  printf 'wrk.method="POST"\nwrk.headers["Content-Type"]="application/json"\nwrk.body=[==[%s]==]\n' "${!1}" >"$work/$1.lua"
}

# The gateway (9105, its metrics 9106) before the supplier; the arguments are for its JVM.
start_gateway() {
  mkdir -p "$work/gateway"
  "$java" -Xmx512m --enable-native-access=ALL-UNNAMED "$@" \
    -cp "benchmarks/target/classes:$(cat $paths)" org.stoplog.benchmarks.GatewayProcess \
    "$work/gateway" 9105 9106 http://127.0.0.1:9101 >"$work/gateway.out" 2>&1 &
  gateway=$!
  until curl -s -o /dev/null http://127.0.0.1:9106/health; do
    kill -0 $gateway || { cat "$work/gateway.out" >&2; exit 1; }
  done
}

# Requests a second, p50 and p99 in milliseconds.
measure() { # lua address
  wrk -t1 -c64 -d"${3:-$seconds}s" --latency -s "$work/$1.lua" "http://127.0.0.1:$2" | awk '
    function ms(t) { return t ~ /us$/ ? t / 1000 : t ~ /ms$/ ? t + 0 : t * 1000 }
    /^ +50%/ { p50 = ms($2) } /^ +99%/ { p99 = ms($2) } /Requests\/sec/ { rate = $2 }
    /Non-2xx|Socket errors/ { bad = bad " " $0 }
    END { if (bad) print "measure:" bad > "/dev/stderr"; printf "%.0f %.2f %.2f\n", rate, p50, p99 }'
}

median() { sort -n "$1" | awk -v c="${2:-1}" '{ v[NR] = $c } END { n = asort_(v, NR); print v[int((NR + 1) / 2)] }
  function asort_(a, n,  i, j, t) { for (i = 2; i <= n; i++) { t = a[i] + 0; for (j = i - 1; j > 0 && a[j] + 0 > t; j--) a[j + 1] = a[j]; a[j] = t } return n }'; }

machine() { echo "$(nproc) x $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1)"; }
not_recorded() { curl -s http://127.0.0.1:9106/metrics | awk '/_not_recorded_total.*[1-9]$/ { n += $2 } END { print n + 0 }'; }
most_memory() { sed -n 's/^VmHWM:\s*//p' "/proc/$gateway/status"; }
