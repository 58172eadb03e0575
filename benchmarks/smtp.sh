#!/usr/bin/env bash
# A wave of personalised notices in five languages, each signed twice (DKIM) and durable per person, beside postfix's
# smtp-source, which signs, stores and personalises nothing: both to postfix's smtp-sink on the loopback address, with as
# many connections and messages as large.
#   benchmarks/smtp.sh [people [connections [runs]]]
# Needs smtp-sink and smtp-source (Debian's package postfix; it is unpacked, not installed, when they are missing). Writes
# docs/benchmarks/smtp.md. The server that sends has a heap of 512 MB. With 0 runs it freezes who gets the wave, three
# times, and sends nothing: docs/benchmarks/audience.md.
# shellcheck source-path=SCRIPTDIR source=gateway-parts.sh
source "$(dirname "${BASH_SOURCE[0]}")/gateway-parts.sh"
people=${1:-200000}
connections=${2:-50}
runs=${3:-3}
sink=
place=${PLACE:-benchmarks/target/work/smtp-$people}

stop_sink() { [ -z "$sink" ] || kill "$sink" 2>/dev/null || true; at_exit; }
trap stop_sink EXIT

if ! command -v smtp-sink >/dev/null; then
  mkdir -p benchmarks/target/postfix
  (cd benchmarks/target/postfix && { ls postfix_*.deb >/dev/null 2>&1 || apt-get download -qq postfix; } && dpkg -x postfix_*.deb .)
  PATH=$PATH:$PWD/benchmarks/target/postfix/usr/sbin
  export LD_LIBRARY_PATH=$PWD/benchmarks/target/postfix/usr/lib/postfix
  mkdir -p "$work/postfix"
  printf 'compatibility_level=3.6\n' >"$work/postfix/main.cf"
  export MAIL_CONFIG=$work/postfix
fi
needs smtp-sink smtp-source
build
smtp-sink -u nobody 127.0.0.1:9125 1000 2>"$work/sink.err" &
sink=$!
"$java" -Xmx512m --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
  -Dcommit="$commit" -Dresults="$results" -Dplace="$place" ${PROFILE:+-XX:StartFlightRecording=filename=$PROFILE,settings=profile} \
  -cp "benchmarks/target/classes:$(cat $paths)" org.stoplog.benchmarks.WaveBenchmark 9125 "$people" "$connections" "$runs"
