#!/usr/bin/env bash
# Writes the review of a pull request as JSON, page and Markdown below RUNNER_TEMP, and tells the
# later steps where it is and whether it fails the check.
set -euo pipefail

git fetch --quiet --no-tags --unshallow origin || true
git fetch --quiet --no-tags origin "$BASE"
base=$(git merge-base "$BASE" HEAD)
read -ra command <<< "$COMMAND"
arguments=(diff --git "$base")
if [ -n "$MODEL_PATH" ]; then arguments+=("$MODEL_PATH"); fi
review() { "${command[@]}" "${arguments[@]}" --format "$1" --fail-on "$2"; }

review json never > "$RUNNER_TEMP/review.json"
review html never > "$RUNNER_TEMP/review.html"
status=0
review markdown "$FAIL_ON" > "$RUNNER_TEMP/review.md" || status=$?
if [ "$status" -gt 1 ]; then exit "$status"; fi
cat "$RUNNER_TEMP/review.md" >> "$GITHUB_STEP_SUMMARY"
echo "json=$RUNNER_TEMP/review.json" >> "$GITHUB_OUTPUT"
echo "status=$status" >> "$GITHUB_OUTPUT"
