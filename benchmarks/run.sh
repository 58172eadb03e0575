#!/bin/sh
# Runs a benchmark: benchmarks/run.sh NAME [size, e.g. 10M [rows of its file]], with the names below
# or growth.
# Without a name, all of them at 10M. Both sides run in one process, in turn. The result goes to
# docs/benchmarks.
set -eu
cd "$(dirname "$0")/.."
if [ $# = 0 ]; then
  for each in exposure supplier-file event-import person postgres clocks; do
    benchmarks/run.sh $each 10M
  done
  exit
fi
name=$1
size=${2:-10M}
place=${PLACE:-benchmarks/target/work}
mvn=mvn
[ -x ./mvnw ] && mvn=./mvnw
paths=benchmarks/target/classpath
if [ ! -f $paths ] || [ -z "${KEEP_BUILD:-}" ]; then
  $mvn -q -B ${MAVEN_FLAGS:-} -pl benchmarks -am compile dependency:build-classpath \
    -Dmdep.outputFile=target/classpath
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx1g --enable-native-access=ALL-UNNAMED \
  -Dcommit="$(git rev-parse --short HEAD)" -Dplace="$place" -Druns="${RUNS:-3}" \
  -cp "benchmarks/target/classes:$(cat $paths)" org.stoplog.benchmarks.Main "$name" "$size" ${3:+"$3"}
