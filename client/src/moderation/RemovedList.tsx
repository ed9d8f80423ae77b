// For the teacher: who was removed, and the buttons that let them in again.
import { t } from "../texts";
import { useModel } from "../ui/context";
import { ModerationModel } from "./model";

export function RemovedList() {
  const moderation = useModel(ModerationModel);
  const removed = moderation.removed.value;
  if (removed.length === 0) return null;
  return (
    <section class="outsiders" aria-labelledby="removed-title">
      <header>
        <h3 id="removed-title">{t("people-removed")}</h3>
      </header>
      <ul>
        {removed.map((one) => (
          <li key={one.participantId}>
            <span class="name" dir="auto">
              {one.username}
            </span>
            <button
              type="button"
              class="button soft small"
              aria-label={t("people-readmit-who", { name: one.username })}
              onClick={() => void moderation.readmit(one.participantId)}
            >
              {t("people-readmit")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
