# Runs the steps of a script and tells what each took. Source this from bash.
# shellcheck shell=bash
set -euo pipefail

steps_taken=()

# step NAME COMMAND...: runs the command. The script ends if it fails.
step() {
  local name=$1 start=$SECONDS status=0
  shift
  printf '\n== %s: %s\n' "$name" "$*"
  # Bash ignores `set -e` inside of a function that is tested, so the command is a program, never one.
  "$@" || status=$?
  steps_taken+=("$(printf '%6s min  %s' "$(minutes $((SECONDS - start)))" "$name")")
  printf -- '-- %s: %s min\n' "$name" "$(minutes $((SECONDS - start)))"
  if [ "$status" -ne 0 ]; then
    printf '\n%s failed with code %s: %s\n' "$name" "$status" "$*" >&2
    exit "$status"
  fi
}

# Prints seconds as minutes with one digit after the point.
minutes() {
  printf '%d.%d' $(($1 / 60)) $(($1 % 60 / 6))
}

# Prints what each step took, also after one that failed.
tell_steps() {
  printf '\nMinutes by step:\n'
  printf '%s\n' "${steps_taken[@]:-none}"
  printf '%6s min  in all\n' "$(minutes "$SECONDS")"
}
trap tell_steps EXIT

# Runs a command as root, which may need sudo.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# need PROGRAM PACKAGE: installs a package of Debian or Ubuntu where the program is missing.
packages_updated=false
need() {
  local program=$1 package=$2
  if command -v "$program" > /dev/null; then return; fi
  if ! command -v apt-get > /dev/null; then
    printf '%s is needed, and there is no apt-get to install %s with\n' "$program" "$package" >&2
    exit 1
  fi
  if ! $packages_updated; then
    as_root apt-get update -qq
    packages_updated=true
  fi
  as_root apt-get install -y -qq "$package"
}
