#!/bin/bash
# @param host  address of the cache
# @param port  port of the cache
# @param url   URL of the cache
# Prints the URL of the package cache if it answers, else DIRECT for the archives themselves.
if timeout 2 bash -c ': </dev/tcp/@host@/@port@' 2>/dev/null; then
  echo @url@
else
  echo DIRECT
fi
