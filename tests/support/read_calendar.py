"""Reads a calendar from its input with the package icalendar, and writes what it has understood as JSON."""

import json
import sys
from datetime import timezone

from icalendar import Calendar


def stamp(time):
    return time.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def event(one):
    return {
        "uid": str(one["UID"]),
        "sequence": int(one["SEQUENCE"]),
        "status": str(one["STATUS"]),
        "start": stamp(one.start),
        "end": stamp(one.end),
        "summary": str(one["SUMMARY"]),
        "description": str(one.get("DESCRIPTION", "")),
        "url": str(one.get("URL", "")),
    }


calendar = Calendar.from_ical(sys.stdin.buffer.read())
events = sorted((event(one) for one in calendar.walk("VEVENT")), key=lambda one: (one["start"], one["uid"]))
zones = sorted(str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE"))
print(json.dumps({"name": str(calendar["X-WR-CALNAME"]), "zones": zones, "events": events}, ensure_ascii=False))
