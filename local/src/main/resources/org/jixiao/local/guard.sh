# Ends the suite's children when the launcher is gone, however it went: the launcher holds the other
# end of the pipe that is read here, and the kernel closes it even after kill -9.
# Reads "SIGNAL PID" lines. $1 is the text that stands on every child's command line.
trap '' INT TERM HUP QUIT
mark=$1
children=
while read -r signal pid; do
  children="$signal:$pid $children"
done

is_ours() {
  if [ -r "/proc/$1/cmdline" ]; then
    line=$(tr '\0' ' ' < "/proc/$1/cmdline" 2>/dev/null)
  else
    line=$(ps -o command= -p "$1" 2>/dev/null)
  fi
  case $line in *"$mark"*) return 0 ;; esac
  return 1
}

# the last started first, each with a moment to finish: a service that still reaches the broker can
# sign off there, and is not waited for after the next start
for child in $children; do
  is_ours "${child#*:}" || continue
  kill -"${child%%:*}" "${child#*:}" 2>/dev/null
  for moment in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    is_ours "${child#*:}" || break
    sleep 0.2
  done
done
for child in $children; do
  is_ours "${child#*:}" && kill -KILL "${child#*:}" 2>/dev/null
done
