#!/usr/bin/env bash
# A Docker daemon for the tests, where none runs.
#   dockerd.sh start   exit code 0: Docker answers; 3: it cannot be had here, for the reason on standard error
#   dockerd.sh stop    ends the daemon that `start` started, by its pid, and takes away what it leaves behind
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
state=${OTTLA_CACHE:-$root/.cache}/docker
pid_file=$state/dockerd.pid
start_timeout_s=30
stop_timeout_s=20

unavailable() {
  echo "no Docker: $*" >&2
  exit 3
}

start() {
  if docker info >/dev/null 2>&1; then
    echo 'docker: a daemon is running already'
    return
  fi
  [ "$(uname -s)" = Linux ] || unavailable 'no daemon is running, and only on Linux one can be started'
  [ "$(id -u)" = 0 ] || unavailable 'no daemon is running, and only root can start one'
  install_packages
  mkdir -p "$state"
  remember_network
  # Its own session: a Ctrl-C must not end it before the containers are gone.
  setsid dockerd --data-root "$state/data" --pidfile "$pid_file" >"$state/dockerd.log" 2>&1 </dev/null &
  for _ in $(seq $((start_timeout_s * 10))); do
    if docker info >/dev/null 2>&1; then
      docker info --format 'docker: {{.ServerVersion}} with {{.Driver}} started'
      return
    fi
    sleep 0.1
  done
  tail -5 "$state/dockerd.log" >&2
  unavailable "dockerd did not answer in $start_timeout_s s"
}

install_packages() {
  local missing=() program
  declare -A package=([dockerd]=docker.io [docker]=docker.io [iptables]=iptables)
  for program in dockerd docker iptables; do
    command -v "$program" >/dev/null || missing+=("${package[$program]}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || unavailable "$(printf '%s ' "${missing[@]}")is not installed, and there is no apt-get"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 ||
    unavailable "apt-get cannot install ${missing[*]}"
}

# dockerd turns forwarding on and sets the policy of the FORWARD chain.
remember_network() {
  cat /proc/sys/net/ipv4/ip_forward >"$state/ip_forward" 2>/dev/null || true
  { iptables -S FORWARD 2>/dev/null | awk '$1 == "-P" { print $3 }'; } >"$state/forward_policy" || true
}

stop() {
  [ -s "$pid_file" ] || return 0
  local pid
  pid=$(cat "$pid_file")
  # The id may have been given to another process since a daemon died.
  if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dockerd ]; then
    remove_test_containers
    kill "$pid"
    for _ in $(seq $((stop_timeout_s * 10))); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null || true
  fi
  rm -f "$pid_file"
  restore_network
  echo 'docker: the daemon has ended'
}

remove_test_containers() {
  local containers
  containers=$(docker ps -aq --filter label=org.testcontainers=true)
  [ -z "$containers" ] || docker rm -f $containers >/dev/null
}

restore_network() {
  ip link delete docker0 2>/dev/null || true
  local table chain rule
  for table in filter nat; do
    # First the rules that lead into the chains, then the chains themselves.
    iptables-save -t "$table" 2>/dev/null | grep -E '^-A .*(DOCKER|docker0|172\.17\.0\.0/16)' | sed 's/^-A/-D/' |
      while read -r rule; do xargs iptables -t "$table" <<<"$rule" 2>/dev/null || true; done
    iptables-save -t "$table" 2>/dev/null | sed -n 's/^:\(DOCKER[^ ]*\) .*/\1/p' |
      while read -r chain; do
        iptables -t "$table" -F "$chain" 2>/dev/null || true
        iptables -t "$table" -X "$chain" 2>/dev/null || true
      done
  done
  [ ! -s "$state/forward_policy" ] || iptables -P FORWARD "$(cat "$state/forward_policy")" 2>/dev/null || true
  [ ! -s "$state/ip_forward" ] || cat "$state/ip_forward" >/proc/sys/net/ipv4/ip_forward 2>/dev/null || true
}

case ${1:-} in
  start) start ;;
  stop) stop ;;
  *)
    echo 'usage: dockerd.sh start|stop' >&2
    exit 2
    ;;
esac
