// Says to the class that the teacher's connection is lost: until it is back, nobody can do what only the teacher may.
import { useEffect, useState } from "preact/hooks";
import { t } from "../texts";
import { useLesson } from "../ui/context";
import { LostIcon } from "../ui/icons";

/** A page that is loaded again is back sooner: that is not worth a word. */
const RELOADED_MS = 3000;

export function TeacherLost() {
  const lesson = useLesson();
  const teacher = lesson.people.value.find(({ role, stream }) => role === "teacher" && !stream);
  const lost = teacher?.connection === "lost";
  const [told, setTold] = useState(false);
  useEffect(() => {
    setTold(false);
    if (!lost) return;
    const timer = setTimeout(() => setTold(true), RELOADED_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  if (!lost || !told || lesson.teaches.value || lesson.link.value.state === "lost") return null;
  return (
    <div class="banner" role="status">
      <LostIcon />
      <p>
        <strong>{t("people-teacher-lost", { name: lesson.nameOf(teacher) })}</strong> {t("people-teacher-lost-wait")}
      </p>
    </div>
  );
}
