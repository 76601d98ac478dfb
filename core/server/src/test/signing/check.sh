#!/usr/bin/env bash
# check.sh: signs the same token with Node.js and with Python, which must agree to the letter.
# check.sh SERVER PERSON SYSTEM TYPE ID SECRET NOW: and the server must take a token of each.
set -euo pipefail
cd "$(dirname "$0")"
# Node.js takes the file for a module by its name.
module=$(mktemp --suffix .mjs)
trap 'rm -f "$module"' EXIT
cp sign.js "$module"

alike=(ada desk Order "47/11 ü" 0123456789abcdef0123456789abcdef 1790000000 fixed)
js=$(node "$module" "${alike[@]}")
py=$(python3 sign.py "${alike[@]}")
[ "$js" = "$py" ] || { echo "they differ:"; echo "$js"; echo "$py"; exit 1; }
echo "both sign alike: $js"

if [ $# -gt 0 ]; then
  server=$1
  shift
  for token in "$(node "$module" "$@")" "$(python3 sign.py "$@")"; do
    curl -sSf -H 'Content-Type: application/json' -d "{\"token\":\"$token\"}" -o /dev/null "$server/api/v1/embed"
  done
  echo "the server takes both"
fi
