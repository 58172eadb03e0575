#!/usr/bin/env bash
# CONNECT tunnels through the gateway to two suppliers, one of which is cut: how soon its tunnels have ended after the
# policy was handed out, and the other's throughput before and after.
#   benchmarks/gateway-tunnels.sh [tunnels to each supplier [cuts]]
# Everything listens on loopback addresses, at ports from 9107 on, and ends with the script. Writes
# docs/benchmarks/gateway-tunnels.md.
# shellcheck source-path=SCRIPTDIR source=gateway-parts.sh
source "$(dirname "${BASH_SOURCE[0]}")/gateway-parts.sh"
each=${1:-1000}
cuts=${2:-5}
# A tunnel has two ends in the gateway, and two more in the process that is both application and supplier.
[ "$(ulimit -Hn)" = unlimited ] || [ "$(ulimit -Hn)" -ge $((4 * each + 500)) ] || {
  echo "gateway-tunnels.sh: a process may have $(ulimit -Hn) files open, and $((4 * each + 500)) are needed" >&2
  exit 1
}
build
"$java" -Xmx512m --enable-native-access=ALL-UNNAMED -Dcommit="$commit" -Dresults="$results" \
  -cp "benchmarks/target/classes:$(cat $paths)" org.stoplog.benchmarks.TunnelBenchmark "$work" "$each" "$cuts"
