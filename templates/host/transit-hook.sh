#!/bin/sh
# @param script  that keeps the routes
# An interface that goes down takes its routes along.
exec @script@
