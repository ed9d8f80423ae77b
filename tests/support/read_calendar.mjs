// Reads a calendar from its input with ical.js, which takes the time zones from the calendar itself, and writes what it has understood
// as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const module = createRequire(new URL("../../client/package.json", import.meta.url))("ical.js");
const ICAL = module.default ?? module;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const zones = calendar.getAllSubcomponents("vtimezone").map((zone) => String(zone.getFirstPropertyValue("tzid")));
const stamp = (time) => time.toJSDate().toISOString().replace(".000Z", "Z");

const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const one = new ICAL.Event(component);
  return {
    uid: one.uid,
    sequence: one.sequence,
    status: component.getFirstPropertyValue("status"),
    start: stamp(one.startDate),
    end: stamp(one.endDate),
    summary: one.summary,
    description: one.description ?? "",
    url: component.getFirstPropertyValue("url") ?? "",
  };
});
const key = (one) => one.start + one.uid;
events.sort((one, other) => (key(one) < key(other) ? -1 : 1));
const name = calendar.getFirstPropertyValue("x-wr-calname");
console.log(JSON.stringify({ name, zones: zones.sort(), events }));
