#!/usr/bin/env bash
# What the gateway adds to a request's time, beside nginx proxy_pass to the same supplier: Mixpanel events of 1 KB, sent at
# half of the rate that wrk reaches through the gateway just before, and the disk's own fdatasync.
#   benchmarks/gateway-latency.sh [seconds of each run [runs]]
# Needs wrk and nginx (Debian's packages). Everything listens on the loopback address, at ports from 9101 on, and ends
# with the script. Writes docs/benchmarks/gateway-latency.md.
# shellcheck source-path=SCRIPTDIR source=gateway-parts.sh
source "$(dirname "${BASH_SOURCE[0]}")/gateway-parts.sh"
seconds=${1:-20}
runs=${2:-3}
needs wrk nginx curl
for_wrk event
printf '%s' "$event" >"$work/event.json"
build
start_nginx
start_gateway

measure event 9105/c/mixpanel/track 20 >/dev/null
for _ in $(seq 1 "$runs"); do
  { measure event 9105/c/mixpanel/track 6; } >>"$work/event-gateway"
done
"$java" -Xmx256m --enable-native-access=ALL-UNNAMED -Dcommit="$commit" -Dresults="$results" \
  -cp "benchmarks/target/classes:$(cat $paths)" org.stoplog.benchmarks.AddedLatency \
  "$work/event.json" "$work/gateway" "$(median "$work/event-gateway")" "$seconds" "$runs"
echo "$(not_recorded) requests were not recorded." | tee -a "$results/gateway-latency.md"
