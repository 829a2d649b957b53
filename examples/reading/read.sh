#!/bin/sh
# What lies on a recipient's topics, with kcat: a line of JSON for each item, headers and value in it.
#
#   KAFKA_BOOTSTRAP_SERVERS=broker:9092 ./read.sh front-door-bristol
for topic in "referrals.$1" "notices.$1"; do
  kcat -b "${KAFKA_BOOTSTRAP_SERVERS:-127.0.0.1:9092}" -C -t "$topic" -o beginning -e -q -J \
    -X isolation.level=read_committed -X fetch.message.max.bytes=9437184
done
