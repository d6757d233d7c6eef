#!/usr/bin/env bash
# The images' build stage without a container: copies what deploy/Dockerfile.dockerignore lets in, runs the Dockerfile's own
# publish on it, twice from nothing at one place, as containers have it, and compares the results byte by byte.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
publish=$(sed -n '/^RUN dotnet publish/,/[^\\]$/p' deploy/Dockerfile | tr -d '\\\n' | sed 's/^RUN //')
[ -n "$publish" ] || { echo "image: deploy/Dockerfile has no 'RUN dotnet publish'" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for run in first second; do
  rm -rf "$folder/src" && mkdir "$folder/src"
  sed -n 's/^!//p' deploy/Dockerfile.dockerignore | tar -c --exclude=bin --exclude=obj --exclude=node_modules --files-from=- | tar -x -C "$folder/src"
  (cd "$folder/src" && unset CocoonArtifacts COCOON_HOME GrainRuntime && ${publish/--output \/app/--output $folder/$run} -v q)
done
diff -r "$folder/first" "$folder/second" && echo "image: $(find "$folder/first" -type f | wc -l) files, $(du -sh "$folder/first" | cut -f1), twice the same"
