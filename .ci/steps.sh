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

beside_names=()
beside_pids=()
beside_logs=()

# beside NAME COMMAND...: starts the command beside the steps that follow. `join` waits for it.
beside() {
  local name=$1 log
  shift
  log=$(mktemp)
  printf '\n== %s, beside the next steps: %s\n' "$name" "$*"
  # A process group of its own, so that all that it started can be ended with it.
  set -m
  timed "$log.seconds" "$@" > "$log" 2>&1 < /dev/null &
  set +m
  beside_names+=("$name")
  beside_pids+=("$!")
  beside_logs+=("$log")
}

# timed FILE COMMAND...: runs the command and leaves the seconds that it took in the file.
timed() {
  local file=$1 start=$SECONDS status=0
  shift
  "$@" || status=$?
  printf '%s' "$((SECONDS - start))" > "$file"
  exit "$status"
}

# Waits for all that runs beside the steps, and tells what it said. The script ends if any of it failed.
join() {
  local at status took failed=0 failed_name=
  for at in "${!beside_pids[@]}"; do
    status=0
    wait "${beside_pids[$at]}" || status=$?
    took=$(minutes "$(cat "${beside_logs[$at]}.seconds")")
    printf '\n== %s said:\n' "${beside_names[$at]}"
    cat "${beside_logs[$at]}"
    printf -- '-- %s: %s min\n' "${beside_names[$at]}" "$took"
    steps_taken+=("$(printf '%6s min  %s, beside others' "$took" "${beside_names[$at]}")")
    rm -f "${beside_logs[$at]}" "${beside_logs[$at]}.seconds"
    if [ "$status" -ne 0 ]; then failed=$status failed_name=${beside_names[$at]}; fi
  done
  beside_names=() beside_pids=() beside_logs=()
  if [ "$failed" -ne 0 ]; then
    printf '\n%s failed with code %s\n' "$failed_name" "$failed" >&2
    exit "$failed"
  fi
}

# Ends what still runs beside the steps, when one of them failed.
end_beside() {
  local pid
  for pid in "${beside_pids[@]}"; do kill -- "-$pid" 2> /dev/null || true; done
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
trap 'end_beside; tell_steps' EXIT

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
