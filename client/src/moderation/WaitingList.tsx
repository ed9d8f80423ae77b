// For the teacher: who waits, and the buttons that let them in or turn them away.
import type { Outsider } from "../net/protocol.gen";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { ModerationModel } from "./model";

export function WaitingList({ onRemove }: { onRemove: (one: Outsider) => void }) {
  const lesson = useLesson();
  const moderation = useModel(ModerationModel);
  const waiting = moderation.waiting.value;
  const live = lesson.session.value.state === "live";
  if (waiting.length === 0) return null;
  return (
    <section class="outsiders waiting-list" aria-labelledby="waiting-title">
      <header>
        <h3 id="waiting-title">
          {t("people-waiting")} <span class="count">{waiting.length}</span>
        </h3>
        {live && (
          <button type="button" class="button strong small" onClick={() => void moderation.admitAll()}>
            {t("people-let-all-in")}
          </button>
        )}
      </header>
      {!live && <p class="help">{t(lesson.session.value.waitingRoom ? "people-come-in-let" : "people-come-in")}</p>}
      <ul>
        {waiting.map((one) => (
          <li key={one.participantId}>
            <span class="name">
              <bdi>{one.username}</bdi> {one.guest && <small>{t("guest")}</small>}
            </span>
            {live && (
              <button
                type="button"
                class="button soft small"
                aria-label={t("people-let-in-who", { name: one.username })}
                onClick={() => void moderation.admit(one.participantId)}
              >
                {t("people-let-in")}
              </button>
            )}
            <button
              type="button"
              class="button plain small"
              aria-label={t("people-turn-away-who", { name: one.username })}
              onClick={() => onRemove(one)}
            >
              {t("people-turn-away")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
