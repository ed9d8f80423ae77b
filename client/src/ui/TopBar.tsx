// The top bar: which lesson, who one is, and for the teacher the link, the start and the end.
import { useEffect, useState } from "preact/hooks";
import { t } from "../texts";
import { Confirm } from "./Confirm";
import { useLesson } from "./context";
import { EndDialog } from "./EndDialog";
import { CubeIcon, DoorIcon, LinkIcon, ListIcon } from "./icons";
import { InviteDialog } from "./InviteDialog";
import { rich } from "./rich";
import { elapsed } from "./time";

export function TopBar({ flat, onFlat }: { flat: boolean; onFlat: (flat: boolean) => void }) {
  const lesson = useLesson();
  const { sessionTitle, teacher, state } = lesson.session.value;
  const me = lesson.me.value;
  return (
    <header class="top">
      <div class="top-text">
        <h1 id="room-title" tabIndex={-1}>
          {sessionTitle}
        </h1>
        <p>
          {state === "live" ? (
            <span class="live">
              {t("room-live")} <Clock />
            </span>
          ) : (
            <span class="planned">{t("room-planned")}</span>
          )}
          <span class="top-facts">
            {!lesson.teaches.value && <span class="roomy">{t("room-with", { teacher })} · </span>}
            {rich("room-you-are", { name: me?.username ?? "" })}
          </span>
        </p>
      </div>
      <div class="top-buttons">
        <button type="button" class="button soft" onClick={() => onFlat(!flat)}>
          {flat ? <CubeIcon /> : <ListIcon />}
          <span>{t(flat ? "room-3d" : "room-list")}</span>
        </button>
        {lesson.teaches.value && <Invite />}
        <Transport />
      </div>
    </header>
  );
}

/** How long the lesson has been live. */
function Clock() {
  const startedAt = useLesson().room.value?.startedAt;
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (!startedAt) return null;
  return (
    <span class="clock" role="timer" aria-live="off" aria-label={t("room-since")} title={t("room-since")}>
      {elapsed(now - Date.parse(startedAt))}
    </span>
  );
}

function Invite() {
  const { code } = useLesson();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="button soft" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <LinkIcon />
        <span>{rich("room-code", { code }, { strong: (code) => <strong class="code">{code}</strong> })}</span>
        <span class="hidden">{t("room-invite")}</span>
      </button>
      {open && <InviteDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** The way out: for the teacher of a live lesson its end, for the others the door. */
function Transport() {
  const lesson = useLesson();
  const [asked, setAsked] = useState<"end" | "leave">();
  const ends = lesson.teaches.value && lesson.session.value.state === "live";
  return (
    <>
      {ends && (
        <button type="button" class="button danger" onClick={() => setAsked("end")}>
          <span class="keep">
            {t("room-end")}
            <span class="roomy"> {t("room-end-the")}</span>
          </span>
        </button>
      )}
      <button type="button" class="button soft" onClick={() => setAsked("leave")}>
        <DoorIcon />
        <span>{t("leave")}</span>
      </button>
      {asked === "end" && <EndDialog onClose={() => setAsked(undefined)} />}
      {asked === "leave" && (
        <Confirm
          title={t("room-leave-title")}
          yes={t("leave")}
          onYes={() => void lesson.leave()}
          onClose={() => setAsked(undefined)}
        >
          {t(ends ? "room-leave-ends" : "room-leave-text")}
        </Confirm>
      )}
    </>
  );
}
