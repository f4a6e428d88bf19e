#!/bin/sh
# Keeps a copy of the database of DATABASE_URL in FOLDER, and deletes copies older than DAYS (30) once the new one is there.
#
#   deploy/backup.sh FOLDER [DAYS [daily]]      «daily»: does so again every 24 hours
#
# A SQLite file is copied and verified by the bot, also while it runs; PostgreSQL is dumped by pg_dump.
set -eu
umask 077

folder=${1:?"write the folder for the copies"}
days=${2:-30}

keep() {
    name="$folder/ijrochi-$(date -u +%Y%m%d-%H%M%S)"
    case "${DATABASE_URL:-}" in
    postgres*)
        pg_dump --format=custom --dbname="$DATABASE_URL" --file="$name.part"
        pg_restore --list "$name.part" >/dev/null # a dump that was cut off has no list
        mv "$name.part" "$name.dump"
        echo "The database was dumped to $name.dump."
        ;;
    *)
        python -m bot backup "$name.sqlite3"
        ;;
    esac
    find "$folder" -maxdepth 1 -type f -name 'ijrochi-*' -mtime "+$days" -delete
}

keep
while [ "${3:-}" = daily ]; do
    sleep 86400
    keep
done
