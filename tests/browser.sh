#!/bin/sh
# Sees to it that Chromium is there for the browser journeys; says in one line when it is not.
for name in chromium chromium-browser google-chrome; do command -v "$name" >/dev/null 2>&1 && exit 0; done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser journeys …"
  (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium) >/dev/null 2>&1
  command -v chromium >/dev/null 2>&1 && exit 0
fi
echo "Not run: the browser journeys (Chromium is missing; install it, for example: apt-get install chromium)"
[ -n "${CI:-}" ] && exit 1
exit 3
