#!/bin/sh
# @param script  script that keeps the routes
# An interface that goes down loses its routes.
exec @script@
