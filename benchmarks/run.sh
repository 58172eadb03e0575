#!/bin/sh
# Runs a benchmark: benchmarks/run.sh exposure|supplier-file|event-import|person [size, e.g. 10M].
# Both sides run in one process, in turn. The result goes to docs/benchmarks.
set -eu
cd "$(dirname "$0")/.."
name=${1:?which benchmark}
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
  -cp "benchmarks/target/classes:$(cat $paths)" org.stoplog.benchmarks.Main "$name" "$size"
