#!/usr/bin/env bash
# Puts the review into a comment on the pull request, or into the one that it has already: the
# first line of a review is the mark by which its comment is found again.
set -euo pipefail

body="$RUNNER_TEMP/review.md"
read -r MARK < "$body"
export MARK
comments="repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments"
known=$(gh api --paginate "$comments" \
  --jq '.[] | select(.body | startswith(env.MARK)) | .id')
if [ -n "$known" ]; then
  # Should there be more than one, the first.
  gh api --silent --method PATCH \
    "repos/$GITHUB_REPOSITORY/issues/comments/${known%%$'\n'*}" --field "body=@$body"
else
  gh api --silent --method POST "$comments" --field "body=@$body"
fi
