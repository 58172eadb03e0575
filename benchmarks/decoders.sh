#!/usr/bin/env bash
# How fast one thread reads and rewrites requests of each supplier, beside Jackson 3 over the same body, by JMH.
#   benchmarks/decoders.sh [milliseconds of an iteration]
# Five iterations of each of 76 pairs, each pair in a JVM of its own. Writes docs/benchmarks/decoders.md.
# shellcheck source-path=SCRIPTDIR source=gateway-parts.sh
source "$(dirname "${BASH_SOURCE[0]}")/gateway-parts.sh"
millis=${1:-1000}
build
# JMH locks a file in the folder for temporary ones.
"$java" -Xmx512m --enable-native-access=ALL-UNNAMED -Djava.io.tmpdir="$work" -Dcommit="$commit" -Dresults="$results" \
  -cp "benchmarks/target/classes:$(cat $paths)" org.stoplog.benchmarks.DecoderBenchmark "$millis"
