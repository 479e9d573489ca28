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

for child in $children; do
  is_ours "${child#*:}" && kill -"${child%%:*}" "${child#*:}" 2>/dev/null
done
for wait in 1 2 3 4 5 6 7 8 9 10; do
  alive=
  for child in $children; do
    is_ours "${child#*:}" && alive=yes
  done
  [ -z "$alive" ] && exit 0
  sleep 1
done
for child in $children; do
  is_ours "${child#*:}" && kill -KILL "${child#*:}" 2>/dev/null
done
