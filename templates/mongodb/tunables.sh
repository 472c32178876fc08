#!/bin/sh
# Writes the environment variable that MongoDB needs to start on some kernels, for its unit to read.
set -eu
kernel=$(uname -r)
if dpkg --compare-versions "$kernel" ge 6.19 && dpkg --compare-versions "$kernel" lt 7.0.14; then
  echo GLIBC_TUNABLES=glibc.pthread.rseq=1
fi >/run/mongodb/tunables.env
