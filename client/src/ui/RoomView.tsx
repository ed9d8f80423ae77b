// The room: the stage with everyone on it, the people and the chat beside it, and the bar with one's own buttons.
import { useEffect, useRef, useState } from "preact/hooks";
import { Chat } from "../chat/Chat";
import { People } from "../people/People";
import { LinkBanner } from "./Banner";
import { SoundBanner } from "../audio/SoundBanner";
import { t } from "../texts";
import { useLesson } from "./context";
import { Dock } from "./Dock";
import { Panel } from "./Panel";
import { Stage } from "./Stage";
import { TopBar } from "./TopBar";
import { useFlat } from "./view";

export type PanelName = "people" | "chat";
const WIDE = "(min-width: 64rem)";

export function RoomView() {
  const { lesson } = useLesson();
  const [flat, setFlat] = useFlat();
  const { open, toggle, close } = usePanels();
  const people = lesson.people.value.length;
  // Those who came in by keyboard or ear begin at the room's name.
  useEffect(() => document.getElementById("room-title")?.focus({ preventScroll: true }), []);

  return (
    <div class="room" data-panels={[...open].sort().join(" ")}>
      <TopBar flat={flat} onFlat={setFlat} />
      <main class="stage" aria-label={t("room-classroom")}>
        <LinkBanner />
        <SoundBanner />
        <NotStarted />
        <Stage flat={flat} onFlat={setFlat} />
        <Dock open={open} onToggle={toggle} />
      </main>
      <div class="panels">
        {open.has("people") && (
          <Panel name="people" title={t("dock-people")} count={people} onClose={close}>
            <People />
          </Panel>
        )}
        {open.has("chat") && (
          <Panel name="chat" title={t("dock-chat")} onClose={close}>
            <Chat />
          </Panel>
        )}
      </div>
    </div>
  );
}

/** Beside the stage there is place for both; on a phone, one sheet at a time. */
function usePanels() {
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches);
  const [open, setOpen] = useState<ReadonlySet<PanelName>>(() => new Set(wide ? ["people", "chat"] : []));
  const latest = useRef<PanelName | undefined>(undefined);
  useEffect(() => {
    const query = matchMedia(WIDE);
    const change = () => {
      setWide(query.matches);
      setOpen(new Set(query.matches ? ["people", "chat"] : []));
    };
    query.addEventListener("change", change);
    return () => query.removeEventListener("change", change);
  }, []);
  // The focus follows into what was opened by hand.
  useEffect(() => {
    if (!latest.current) return;
    document.getElementById(`${latest.current}-panel`)?.querySelector<HTMLElement>("[data-first]")?.focus();
    latest.current = undefined;
  }, [open]);

  const close = (name: PanelName) => {
    setOpen(new Set([...open].filter((other) => other !== name)));
    document.getElementById(`${name}-toggle`)?.focus();
  };
  const toggle = (name: PanelName) => {
    if (open.has(name)) return close(name);
    latest.current = name;
    setOpen(new Set(wide ? [...open, name] : [name]));
  };
  return { open, toggle, close };
}

function NotStarted() {
  const { lesson, acts } = useLesson();
  if (lesson.room.value?.state !== "planned" || !lesson.teaches.value || lesson.link.value.state === "lost")
    return null;
  const waiting = lesson.room.value.waiting.length;
  return (
    <div class="banner start">
      <p>
        <strong>{t("room-not-started")}</strong> {t("room-waiting", { count: waiting })}
      </p>
      <button type="button" class="button strong" onClick={() => void acts.start()}>
        {t("room-start")}
      </button>
    </div>
  );
}
