// Which screen it is: the form, the way in, the waiting view, the room, or the end.
import { useEffect } from "preact/hooks";
import { JoinForm } from "../entry/JoinForm";
import { Entry } from "../entry/Board";
import { Over } from "../entry/Over";
import { Waiting } from "../entry/Waiting";
import { t } from "../texts";
import { LinkBanner } from "./Banner";
import { useFeatures, useLesson } from "./context";
import { Notice } from "./Notice";
import { RoomView } from "./RoomView";

export function App() {
  const lesson = useLesson();
  useTitle();
  return (
    <>
      <Screen />
      <div class="hidden" aria-live="polite">
        {lesson.spoken.value}
      </div>
      <Notice />
    </>
  );
}

function Screen() {
  const phase = useLesson().phase.value;
  switch (phase.at) {
    case "form":
      return <JoinForm refused={phase.refused} />;
    case "joining":
      return <GoingIn />;
    case "waiting":
      return <Waiting />;
    case "room":
      return <RoomView />;
    case "over":
      return <Over why={phase.why} message={phase.message} />;
  }
}

function GoingIn() {
  return (
    <Entry>
      <LinkBanner />
      <p class="going-in" role="status">
        {t("join-going-in")}
      </p>
    </Entry>
  );
}

/** Whose page it is stands at the end of its title. */
const SCHOOL = document.title.slice(document.title.lastIndexOf(" · "));

function useTitle(): void {
  const lesson = useLesson();
  const features = useFeatures();
  const inRoom = lesson.phase.value.at === "room";
  const unread = features.reduce((sum, feature) => sum + (inRoom ? (feature.unread?.(lesson) ?? 0) : 0), 0);
  const title = lesson.session.value.sessionTitle;
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${title}${SCHOOL}`;
  }, [unread, title]);
}
