#!/usr/bin/env bash
# Signs the same token with Node.js and with Python, and compares: they must agree to the letter.
set -euo pipefail
cd "$(dirname "$0")"
arguments=(ada desk Order "47/11 ü" 0123456789abcdef0123456789abcdef 1790000000 fixed)
js=$(cp sign.js sign-check.mjs && node sign-check.mjs "${arguments[@]}"; rm -f sign-check.mjs)
py=$(python3 sign.py "${arguments[@]}")
[ "$js" = "$py" ] && echo "both sign alike: $js" || { echo "they differ:"; echo "$js"; echo "$py"; exit 1; }
