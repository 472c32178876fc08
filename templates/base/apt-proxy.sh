#!/bin/bash
# @param host  of the cache
# @param port  of the cache
# @param url   of the cache
# The package cache while it answers, else the archives themselves.
if timeout 2 bash -c ': </dev/tcp/@host@/@port@' 2>/dev/null; then
  echo @url@
else
  echo DIRECT
fi
