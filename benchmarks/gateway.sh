#!/usr/bin/env bash
# The gateway beside nginx and HAProxy, which read, change and record nothing: requests a second through each to one
# supplier on this machine (nginx again), and a copy recorded beside nginx that answers 204.
#   benchmarks/gateway.sh [seconds of each run [runs]]
# Needs wrk, nginx and haproxy (Debian's packages). Everything listens on the loopback address, at ports from 9101 on,
# and ends with the script. Writes docs/benchmarks/gateway.md.
# shellcheck source-path=SCRIPTDIR source=gateway-parts.sh
source "$(dirname "${BASH_SOURCE[0]}")/gateway-parts.sh"
seconds=${1:-10}
runs=${2:-3}
needs wrk nginx haproxy curl
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

for_wrk event
for_wrk batch
build
start_nginx
haproxy -D -p "$work/haproxy.pid" -f "$work/haproxy.cfg"
start_gateway

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
  echo "Command: \`benchmarks/gateway.sh $seconds $runs\`; commit $commit; medians of $runs runs of $seconds s after 45 s that are not"
  echo "counted. Machine: $(machine); load at the end $(cut -d' ' -f1-3 /proc/loadavg). Heap 512 MB."
  echo "$(not_recorded) requests were not recorded; most memory of the process $(most_memory)."
} >"$results/gateway.md"
cat "$results/gateway.md"
