#!/usr/bin/env bash
# Builds an image with the layout that Testcontainers' KafkaContainer drives, from Apache Kafka's jars, a Java runtime cut
# out of the JDK that is here, and a minimal Debian or Ubuntu: for places that cannot pull images. It holds nothing of
# Confluent's; what passes on it is evidence for Apache Kafka.
#
#   kafka-image.sh     prints the name of the image, and builds it unless it is there; exit code 3 where it cannot be built
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
state=${OTTLA_CACHE:-$root/.cache}/docker
# Testcontainers reads the tag: from 8.0.0 on it runs the broker with KRaft. 8.3 is to Kafka 4.3 as 8.0 is to 4.0.
kafka_version=4.3.0
recipe=$(cat "$here/kafka-image.sh" "$here"/kafka-image/*/*/*/* | sha256sum | head -c 12)
image=ottla/cp-kafka:8.3.0-$recipe

unavailable() {
  echo "no Kafka image: $*" >&2
  exit 3
}

main() {
  if ! docker image inspect "$image" >/dev/null 2>&1; then
    local base runtime jars
    base=$(debian)
    runtime=$(java_runtime)
    jars=$(PATH=$root/node_modules/.bin:$PATH node "$here/kafka-jars.ts" $kafka_version)
    import_image "$base" "$runtime" "$jars"
  fi
  echo "$image"
}

# The same distribution as the machine's own, from the mirror that its apt is set up with.
debian() {
  local folder=$state/base mirror codename
  if [ ! -e "$folder/complete" ]; then
    [ "$(id -u)" = 0 ] || unavailable 'only root can make the base file system'
    command -v apt-get >/dev/null || unavailable 'there is no apt-get'
    if ! command -v debootstrap >/dev/null; then
      { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap; } \
        >/dev/null 2>&1 || unavailable 'apt-get cannot install debootstrap'
    fi
    codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
    mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME) $(COMPONENT)' "Codename: $codename" |
      awk '$3 == "main" { print $1; exit }')
    [ -n "$mirror" ] || unavailable "apt knows no mirror of $codename"
    rm -rf "$folder"
    mkdir -p "$state"
    debootstrap --variant=minbase "$codename" "$folder" "$mirror" >"$state/debootstrap.log" 2>&1 ||
      unavailable "debootstrap failed: $(tail -1 "$state/debootstrap.log")"
    # dash drops environment variables whose names hold a hyphen, as those of SCRAM listeners do.
    ln -sf bash "$folder/bin/sh"
    touch "$folder/complete"
  fi
  echo "$folder"
}

java_runtime() {
  local folder=$state/java home
  home=$(dirname "$(dirname "$(readlink -f "$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java")")")")
  if [ ! -x "$folder/bin/java" ]; then
    [ -x "$home/bin/jlink" ] && [ -d "$home/jmods" ] || unavailable "$home is not a full JDK"
    rm -rf "$folder" "$folder.partial"
    "$home/bin/jlink" --output "$folder.partial" --strip-debug --no-header-files --no-man-pages --add-modules \
java.base,java.logging,java.management,java.management.rmi,java.naming,java.net.http,java.rmi,java.scripting,\
java.security.jgss,java.security.sasl,java.sql,java.xml,java.desktop,jdk.crypto.ec,jdk.crypto.cryptoki,jdk.jcmd,\
jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.security.jgss,jdk.unsupported,\
jdk.zipfs,jdk.charsets >&2
    mv "$folder.partial" "$folder"
  fi
  echo "$folder"
}

# One layer, by import: `docker build` would send, unpack and commit the same bytes three times.
import_image() {
  local base=$1 runtime=$2 jars=$3 stage=$state/stage
  rm -rf "$stage"
  # Hard links: nothing below overwrites a file of the base.
  cp -al "$base" "$stage"
  mkdir -p "$stage"/{opt/kafka,etc/kafka/secrets,var/lib/kafka/data,var/lib/zookeeper/{data,log}}
  cp -r "$here"/kafka-image/. "$stage"
  cp -r "$runtime" "$stage/opt/java"
  cp -r "$jars" "$stage/opt/kafka/libs"
  chmod 755 "$stage"/etc/confluent/docker/* "$stage"/usr/local/bin/kafka-*
  tar --create --numeric-owner --owner=0 --group=0 \
    --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' --exclude='./usr/share/doc/*' \
    --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' --exclude='./proc/*' --exclude='./sys/*' \
    --exclude='./dev/*' --exclude='./complete' -C "$stage" . |
    docker import \
      --change 'ENV PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
      --change 'ENV LANG=C.UTF-8' --change 'WORKDIR /root' --change 'EXPOSE 9092 9093' \
      --change 'CMD ["/etc/confluent/docker/run"]' \
      --message "Apache Kafka $kafka_version from its published jars; not an image of Confluent" \
      - "$image" >/dev/null
  rm -rf "$stage"
}

main
