// The people of the lesson: who is here, whose hand is up, who waits; and what the teacher can do about it.
import { useState } from "preact/hooks";
import type { Outsider, Participant } from "../net/protocol.gen";
import { t } from "../texts";
import { Confirm } from "../ui/Confirm";
import { HandsModel } from "../hands/model";
import { Acts } from "../lesson/acts";
import { useLesson, useModel } from "../ui/context";
import { Person } from "./Person";
import { useTravels } from "./travels";

/** From so many on, a field finds one by name. */
const MANY = 15;

export function People() {
  const lesson = useLesson();
  const acts = useModel(Acts);
  const [leaving, setLeaving] = useState<Participant | Outsider>();
  const [wanted, setWanted] = useState("");
  const travels = useTravels();
  const hands = useModel(HandsModel);
  const room = lesson.room.value;
  const me = lesson.me.value;
  if (!room || !me) return null;
  const people = inOrder(lesson.people.value, hands.order.value);
  const shown = people.filter((person) => person.username.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <>
      {lesson.teaches.value && <Waiting waiting={room.waiting} onRemove={setLeaving} />}
      {lesson.teaches.value && <Microphones />}
      {people.length > MANY && (
        <input
          type="search"
          class="find"
          aria-label={t("people-find")}
          placeholder={t("people-find")}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      <ul class="people">
        {shown.map((person) => (
          <Person
            key={person.participantId}
            person={person}
            me={person.participantId === me.participantId}
            travels={travels}
            turn={hands.turnOf(person.participantId)}
            onRemove={lesson.teaches.value && person.role !== "teacher" ? setLeaving : undefined}
            onMute={lesson.teaches.value && person.role !== "teacher" ? acts.mute : undefined}
            onMuteOthers={lesson.teaches.value ? acts.muteOthers : undefined}
            onLower={lesson.teaches.value ? hands.lower : undefined}
          />
        ))}
      </ul>
      {shown.length === 0 && <p class="empty">{t("people-nobody")}</p>}
      {lesson.teaches.value && room.removed.length > 0 && <Removed removed={room.removed} />}
      {leaving && (
        <Confirm
          title={t("people-remove-title", { name: leaving.username })}
          yes={t("people-remove")}
          onYes={() => void acts.remove(leaving.participantId)}
          onClose={() => setLeaving(undefined)}
        >
          {t("people-remove-text", { name: leaving.username })}
        </Confirm>
      )}
    </>
  );
}

/** What the teacher may do about everyone's microphone. */
function Microphones() {
  const lesson = useLesson();
  const acts = useModel(Acts);
  const anyone = lesson.people.value.some((person) => person.role !== "teacher" && person.microphone === "on");
  return (
    <div class="microphones">
      <button type="button" class="button soft small" disabled={!anyone} onClick={() => void acts.muteAll()}>
        {t("people-mute-all")}
      </button>
      <label>
        <input
          type="checkbox"
          role="switch"
          checked={lesson.room.value?.unmutingAllowed ?? true}
          onChange={(event) => void acts.allowUnmuting(event.currentTarget.checked)}
        />
        {t("people-unmuting")}
      </label>
    </div>
  );
}

function Waiting({ waiting, onRemove }: { waiting: readonly Outsider[]; onRemove: (one: Outsider) => void }) {
  const lesson = useLesson();
  const acts = useModel(Acts);
  const live = lesson.session.value.state === "live";
  if (waiting.length === 0) return null;
  return (
    <section class="outsiders waiting-list" aria-labelledby="waiting-title">
      <header>
        <h3 id="waiting-title">
          {t("people-waiting")} <span class="count">{waiting.length}</span>
        </h3>
        {live && (
          <button type="button" class="button strong small" onClick={() => void acts.admitAll()}>
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
                onClick={() => void acts.admit(one.participantId)}
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

function Removed({ removed }: { removed: readonly Outsider[] }) {
  const acts = useModel(Acts);
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
              onClick={() => void acts.readmit(one.participantId)}
            >
              {t("people-readmit")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The teacher, then raised hands as they went up, then the others by name. */
export function inOrder(people: readonly Participant[], hands: readonly string[]): Participant[] {
  const rank = (person: Participant) => {
    if (person.role === "teacher") return -1;
    const turn = hands.indexOf(person.participantId);
    return turn < 0 ? Infinity : turn;
  };
  return [...people].sort(
    (a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)) || a.username.localeCompare(b.username) || a.seat - b.seat,
  );
}
