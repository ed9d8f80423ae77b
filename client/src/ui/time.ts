// Dates and times in the viewer's own zone, in the page's language as the viewer's country writes it; hours from 0 to 23, as on
// all pages of the server.
import { language, t } from "../texts";

function locale(): string {
  const own = navigator.languages.find((one) => one.split("-")[0] === language());
  return own ?? (language() === "en" ? "en-GB" : language());
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

/** "Friday 20 November at 10:00", in the United States "Friday, November 20 at 10:00" */
export function dateAndTime(iso: string): string {
  const options = { weekday: "long", month: "long", day: "numeric", ...CLOCK } as const;
  return new Intl.DateTimeFormat(locale(), options).format(new Date(iso));
}

/** "10:04" */
export function clockTime(iso: string): string {
  return new Intl.DateTimeFormat(locale(), CLOCK).format(new Date(iso));
}

/** A time since something began: "0:07", "12:04", "1:02:09". */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** The time until then in the two largest units, or nothing once it is there: "2 days 3 h", "4 min 09 s". */
export function countdown(ms: number): string | undefined {
  const seconds = Math.ceil(ms / 1000);
  if (seconds <= 0) return undefined;
  const [days, hours, minutes] = [
    Math.floor(seconds / 86400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  const two = (n: number) => String(n).padStart(2, "0");
  if (days > 0) return t("countdown-days", { days, hours });
  if (hours > 0) return t("countdown-hours", { hours, minutes: two(minutes) });
  if (minutes > 0) return t("countdown-minutes", { minutes, seconds: two(seconds % 60) });
  return t("countdown-seconds", { seconds });
}
