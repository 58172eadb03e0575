#!/usr/bin/env bash
# Whether what the gateway holds stays the same: as much load as it takes, and each fortieth of the time (15 s of ten
# minutes) resident memory, heap after collections, direct buffers, open files and threads.
#   benchmarks/gateway-soak.sh [seconds]
# Needs wrk and nginx (Debian's packages). Everything listens on the loopback address, at ports from 9101 on, and ends
# with the script. Writes docs/benchmarks/gateway-soak.md, .csv and .svg. Run by hand: ./check --long does not wait for it.
# shellcheck source-path=SCRIPTDIR source=gateway-parts.sh
source "$(dirname "${BASH_SOURCE[0]}")/gateway-parts.sh"
seconds=${1:-600}
every=$((seconds / 40 > 0 ? seconds / 40 : 1))
needs wrk nginx curl
{
  printf 'local event = [==[%s]==]\nlocal batch = [==[%s]==]\n' "$event" "$batch"
  cat <<'LUA'
local n = 0
local requests = {}
function init()
  local json = { ["Content-Type"] = "application/json" }
  requests[0] = wrk.format("POST", "/c/mixpanel/track", json, event)
  requests[1] = wrk.format("POST", "/c/segment/v1/batch", json, batch)
  requests[2] = wrk.format("POST", "/c/copy-of-mixpanel/track", json, event)
end
function request()
  n = n + 1
  return requests[n % 20 == 0 and 1 or n % 40 == 10 and 2 or 0]
end
function done(summary, latency)
  io.write(string.format("Sent: %d requests %.0f bytes\n", summary.requests, summary.requests * (19 * #event + #batch) / 20))
end
LUA
} >"$work/soak.lua"
build
start_nginx
start_gateway -Xms512m -XX:+AlwaysPreTouch -Dsamples="$work/samples.csv" -Dsample.seconds="$every"
wrk -t1 -c64 -d"${seconds}s" -s "$work/soak.lua" http://127.0.0.1:9105 >"$work/wrk"
sent=$(sed -n 's/^Sent: \([0-9]*\) requests \([0-9]*\) bytes$/\1 \2/p' "$work/wrk")
grep -E 'Non-2xx|Socket errors' "$work/wrk" >&2 || true
# shellcheck disable=SC2086  # two numbers
"$java" -Dcommit="$commit" -Dresults="$results" -cp "benchmarks/target/classes:$(cat $paths)" \
  org.stoplog.benchmarks.SoakReport "$work/samples.csv" "$seconds" $sent "$(not_recorded)"
