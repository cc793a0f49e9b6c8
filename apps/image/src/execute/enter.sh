#!/bin/sh
# Runs a program on the files of an image: those of this machine's Debian stand for the base image's, and the stage's own
# lie over them. In a mount name space of its own; nothing of it is left when the program has ended.
#   enter.sh ROOT MODE UID DIRECTORY -- ENVIRONMENT … -- VOLUMES … -- PROGRAM …
# ROOT has files/ (the stage's), hidden/ (what the image has not of this machine's), work/ and merged/; beside it lies .base
# (what the base image has and this machine may not). MODE is rw or ro. A volume is SOURCE:TARGET:MODE.
set -eu
root=$1 mode=$2 uid=$3 directory=$4
base=$(dirname "$root")/.base
shift 5

over() { # PLACE MACHINE
  under=$base$1${2:+:$2}
  if [ "$mode" = rw ]; then
    mkdir -p "$root/files$1" "$root/work$1/.work"
    mount -t overlay overlay -o "lowerdir=$under,upperdir=$root/files$1,workdir=$root/work$1/.work" "$root/merged$1"
    return
  fi
  [ ! -d "$root/files$1" ] || under=$root/files$1:$under
  mount -t overlay overlay -o "ro,lowerdir=$root/hidden$1:$under" "$root/merged$1"
}
over '' ''
over /usr /usr
over /etc /etc
for place in dev proc; do mount --rbind "/$place" "$root/merged/$place"; done
mount -t tmpfs -o mode=1777 tmpfs "$root/merged/tmp"

environment=
while [ "$1" != -- ]; do
  environment="$environment '$(printf %s "$1" | sed "s/'/'\\\\''/g")'"
  shift
done
shift
while [ "$1" != -- ]; do
  source=${1%%:*} rest=${1#*:}
  target=${rest%%:*} how=${rest#*:}
  [ -d "$root/merged$target" ] || mkdir -p "$root/merged$target"
  mount --bind "$source" "$root/merged$target"
  [ "$how" = rw ] || mount -o remount,bind,ro "$root/merged$target"
  shift
done
shift

# Of what a container of docker-compose.yml may, the most; while an image is made, everything.
rights=
[ "$mode" = rw ] || rights='--no-new-privs --bounding-set=-all,+chown --inh-caps=-all'
eval "exec chroot \"\$root/merged\" /usr/bin/setpriv --reuid=$uid --regid=$uid --clear-groups $rights -- \
  /usr/bin/env -i -C \"\$directory\" $environment \"\$@\""
