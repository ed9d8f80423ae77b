// A teacher's calendar: their lessons as a month, a week or a list, one range of days at a time. Lessons are moved with a mouse or a
// finger, and by keyboard with Shift and the arrows. All times are what clocks in the teacher's zone show, as the server says them: to
// FullCalendar they are in UTC, which has no changes of the clock.
import { Calendar, type EventInput } from "fullcalendar";
import dayGrid from "fullcalendar/daygrid";
import interaction from "fullcalendar/interaction";
import list from "fullcalendar/list";
import el from "fullcalendar/locales/el";
import enGb from "fullcalendar/locales/en-gb";
import theme from "fullcalendar/themes/classic";
import timeGrid from "fullcalendar/timegrid";
import "fullcalendar/skeleton.css";
import "fullcalendar/themes/classic/theme.css";
import "./calendar.css";

interface Lesson {
  id: string;
  sessionTitle: string;
  start: string;
  end: string;
  state: "planned" | "live" | "ended";
  repeats: boolean;
  overlaps: boolean;
  groups: string[];
}

interface Holiday {
  from: string;
  to: string;
  name: string;
}

type Event = NonNullable<ReturnType<Calendar["getEventById"]>>;

/** A screen that is narrower than this shows a list first, in pixels. */
const NARROW = 640;
/** A lesson that is moved by keyboard is saved when no further key comes for so long. */
const SAVE_MS = 700;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** How far an arrow moves a lesson. */
const STEPS: Record<string, object> = {
  ArrowLeft: { days: -1 },
  ArrowRight: { days: 1 },
  ArrowUp: { minutes: -15 },
  ArrowDown: { minutes: 15 },
};

/** The ground and the ink of what the calendar shows. */
const COLOURS = {
  planned: ["--accent", "--on-accent"],
  live: ["--sun", "--on-sun"],
  ended: ["--ink-soft", "--surface"],
  overlaps: ["--danger", "--on-danger"],
  holiday: ["--sun-soft", "--ink"],
} as const;

function coloured(kind: keyof typeof COLOURS): { color: string; contrastColor: string } {
  const [ground, ink] = COLOURS[kind];
  return { color: `var(${ground})`, contrastColor: `var(${ink})` };
}

export function showCalendar(place: HTMLElement): void {
  new LessonCalendar(place).show();
}

class LessonCalendar {
  private readonly calendar: Calendar;
  private readonly status: HTMLElement;
  private readonly dialog: HTMLDialogElement;
  private readonly words: Record<string, string>;
  /** A lesson that the keyboard has moved and that is not saved yet. */
  private moved: { event: Event; from: Date; timer: ReturnType<typeof setTimeout> } | undefined;

  /** The lesson that has the focus once the lessons are read again. */
  private refocus: string | undefined;

  constructor(private readonly place: HTMLElement) {
    const part = <T extends HTMLElement>(name: string) => place.querySelector<T>(`[data-calendar-${name}]`)!;
    this.status = part("status");
    this.dialog = part<HTMLDialogElement>("scope");
    this.words = JSON.parse(place.dataset.words!) as Record<string, string>;
    const loadedAt = performance.now();
    const now = Date.parse(`${place.dataset.now}Z`);
    const grid = part("grid");
    part("list").remove();
    grid.hidden = false;
    const language = document.documentElement.lang === "el" ? el : enGb;
    this.calendar = new Calendar(grid, {
      plugins: [theme, dayGrid, timeGrid, list, interaction],
      locale: language,
      // What is read out loud has to have the words that are seen.
      todayHint: language.todayText ?? "Today",
      dayCellDidMount: ({ el }) => el.removeAttribute("aria-label"),
      dayLaneDidMount: ({ el }) => el.removeAttribute("aria-label"),
      timeZone: "UTC",
      now: () => new Date(now + performance.now() - loadedAt),
      initialDate: place.dataset.first!,
      initialView: innerWidth < NARROW ? "listMonth" : "dayGridMonth",
      headerToolbar: { start: "prev,next today", center: "title", end: "dayGridMonth,timeGridWeek,listMonth" },
      height: "auto",
      firstDay: 1,
      slotMinTime: "06:00",
      slotMaxTime: "24:00",
      slotDuration: "00:30",
      snapDuration: "00:15",
      eventTimeFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
      dayMaxEvents: 4,
      nowIndicator: true,
      eventDurationEditable: true,
      events: (range: { startStr: string; endStr: string }) =>
        this.load(range.startStr.slice(0, 10), range.endStr.slice(0, 10)),
      eventDidMount: ({ el, event }) => {
        if (!event.url) return;
        el.dataset.lesson = event.id;
        el.title = event.extendedProps.about as string;
      },
      dateClick: ({ dateStr }) => {
        const [date, time = ""] = dateStr.split("T");
        location.assign(`/dashboard/sessions/new?date=${date}&time=${time.slice(0, 5)}`);
      },
      eventDrop: ({ event, revert }) => void this.save(event, revert),
      eventResize: ({ event, revert }) => void this.save(event, revert),
    });
    grid.addEventListener("keydown", (key) => this.onKey(key));
    addEventListener("pagehide", () => this.moved && void this.save(this.moved.event, () => undefined));
  }

  show(): void {
    this.calendar.render();
  }

  private async load(from: string, to: string): Promise<EventInput[]> {
    const answer = await fetch(`/api/calendar?from=${from}&to=${to}`, { headers: { accept: "application/json" } });
    if (!answer.ok) {
      this.tell(this.words.lost!);
      throw new Error(String(answer.status));
    }
    const { lessons, holidays } = (await answer.json()) as { lessons: Lesson[]; holidays: Holiday[] };
    const id = this.refocus;
    this.refocus = undefined;
    if (id) requestAnimationFrame(() => this.focus(id));
    return [...holidays.map(holiday), ...lessons.map((lesson) => this.event(lesson))];
  }

  private event(lesson: Lesson): EventInput {
    const planned = lesson.state === "planned";
    const marks = [
      lesson.overlaps && this.words.overlaps,
      lesson.repeats && this.words.repeats,
      this.words[lesson.state],
    ];
    return {
      id: lesson.id,
      title: `${lesson.overlaps ? "⚠ " : ""}${lesson.sessionTitle}`,
      start: lesson.start,
      end: lesson.end,
      url: `/dashboard/sessions/${lesson.id}`,
      startEditable: planned,
      durationEditable: planned,
      class: `lesson-event${lesson.overlaps ? " overlaps" : ""}`,
      ...coloured(lesson.overlaps ? "overlaps" : lesson.state),
      extendedProps: {
        repeats: lesson.repeats,
        about: [lesson.sessionTitle, ...lesson.groups, ...marks.filter(Boolean)].join(" · "),
      },
    };
  }

  private onKey(key: KeyboardEvent): void {
    const step = STEPS[key.key];
    const id = (key.target as HTMLElement).closest<HTMLElement>("[data-lesson]")?.dataset.lesson;
    if (!step || !id || !key.shiftKey || key.altKey || key.ctrlKey || key.metaKey) return;
    const event = this.calendar.getEventById(id);
    if (!event?.startEditable || !event.start) return;
    key.preventDefault();
    if (this.moved && this.moved.event.id !== id) void this.saveMoved();
    const from = this.moved?.from ?? event.start;
    clearTimeout(this.moved?.timer);
    event.moveDates(step);
    this.moved = { event, from, timer: setTimeout(() => void this.saveMoved(), SAVE_MS) };
    this.focus(id);
  }

  private async saveMoved(): Promise<void> {
    const moved = this.moved;
    if (!moved) return;
    clearTimeout(moved.timer);
    this.moved = undefined;
    const { id } = moved.event;
    this.refocus = id;
    await this.save(moved.event, () => moved.event.setStart(moved.from, { maintainDuration: true }));
    this.focus(id);
  }

  /** The lesson's element is another one after it was moved. */
  private focus(id: string): void {
    requestAnimationFrame(() => this.place.querySelector<HTMLElement>(`[data-lesson="${id}"]`)?.focus());
  }

  private async save(event: Event, revert: () => void): Promise<void> {
    if (this.moved?.event.id === event.id) {
      clearTimeout(this.moved.timer);
      this.moved = undefined;
    }
    const scope = event.extendedProps.repeats ? await this.askScope() : "one";
    // What was loaded since the lesson was taken has it, too: after it is put back, all of it is loaded again.
    const putBack = () => {
      revert();
      this.calendar.refetchEvents();
    };
    // A lesson is never a whole day.
    if (scope === "" || event.allDay || !event.start) return putBack();
    const start = event.start.toISOString().slice(0, 19);
    const minutes = event.end ? Math.round((event.end.getTime() - event.start.getTime()) / MINUTE_MS) : undefined;
    try {
      const answer = await fetch(`/api/sessions/${event.id}/time`, {
        method: "PUT",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ start, minutes, scope }),
        keepalive: true,
      });
      if (!answer.ok) {
        const { error } = (await answer.json().catch(() => ({}))) as { error?: { code: string } };
        this.tell(this.words[error?.code ?? ""] ?? this.words.failed!);
        return putBack();
      }
      const { overlaps } = (await answer.json()) as { overlaps: string[] };
      this.tell(
        overlaps.length ? `${this.words.moved} ⚠ ${this.words.overlaps}: ${overlaps.join(", ")}` : this.words.moved!,
      );
      this.calendar.refetchEvents();
    } catch {
      this.tell(this.words.lost!);
      putBack();
    }
  }

  /** @returns which lessons of the rule are moved; nothing if none shall be */
  private askScope(): Promise<string> {
    this.dialog.returnValue = "";
    this.dialog.showModal();
    return new Promise((resolve) =>
      this.dialog.addEventListener("close", () => resolve(this.dialog.returnValue), { once: true }),
    );
  }

  private tell(words: string): void {
    this.status.textContent = words;
  }
}

function holiday({ from, to, name }: Holiday): EventInput {
  const end = new Date(Date.parse(to) + DAY_MS).toISOString().slice(0, 10);
  return { title: name || "–", start: from, end, allDay: true, editable: false, ...coloured("holiday") };
}
