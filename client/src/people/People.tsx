// The people of the lesson: who is here, whose hand is up, who waits; and what the teacher can do about it.
import { useState } from "preact/hooks";
import type { Outsider, Participant } from "../net/protocol.gen";
import { t } from "../texts";
import { Confirm } from "../ui/Confirm";
import { AllHands } from "../hands/AllHands";
import { HandsModel } from "../hands/model";
import { AllMicrophones } from "../microphone/AllMicrophones";
import { MicrophoneModel } from "../microphone/model";
import { ModerationModel } from "../moderation/model";
import { RemovedList } from "../moderation/RemovedList";
import { WaitingList } from "../moderation/WaitingList";
import { ShowingRules } from "../showing/Rules";
import { searchKey } from "../lesson/fold";
import { useLesson, useModel } from "../ui/context";
import { Person } from "./Person";
import { Portrait } from "./Portrait";
import { useConnectionStats } from "./connectionStats";

/** From so many on, a field finds one by name. */
const MANY = 15;

export function People() {
  const lesson = useLesson();
  const [leaving, setLeaving] = useState<Participant | Outsider>();
  const [wanted, setWanted] = useState("");
  const stats = useConnectionStats();
  // Those who wait have no avatar here.
  const inside = leaving !== undefined && "avatar" in leaving;
  const hands = useModel(HandsModel);
  const microphones = useModel(MicrophoneModel);
  const moderation = useModel(ModerationModel);
  const me = lesson.me.value;
  if (!lesson.room.value || !me) return null;
  const people = inOrder(lesson.people.value, hands.order.value);
  const shown = people.filter((person) => searchKey(lesson.nameOf(person)).includes(searchKey(wanted.trim())));
  return (
    <>
      {lesson.teaches.value && <WaitingList onRemove={setLeaving} />}
      {lesson.teaches.value && <AllMicrophones />}
      {lesson.teaches.value && <ShowingRules />}
      {lesson.teaches.value && <AllHands />}
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
            name={lesson.nameOf(person)}
            me={person.participantId === me.participantId}
            stats={stats}
            turn={hands.turnOf(person.participantId)}
            onRemove={lesson.teaches.value && person.role !== "teacher" ? setLeaving : undefined}
            onMute={lesson.teaches.value && person.role !== "teacher" ? microphones.mute : undefined}
            onMuteOthers={lesson.teaches.value ? microphones.muteOthers : undefined}
            onLower={lesson.teaches.value ? hands.lower : undefined}
          />
        ))}
      </ul>
      {shown.length === 0 && <p class="empty">{t("people-nobody")}</p>}
      {lesson.teaches.value && <RemovedList />}
      {leaving && (
        <Confirm
          title={t(inside ? "people-remove-title" : "people-turn-away-title", {
            name: lesson.nameOf(leaving),
          })}
          yes={t(inside ? "people-remove" : "people-turn-away")}
          portrait={"avatar" in leaving && <Portrait person={leaving} />}
          onYes={() => void moderation.remove(leaving.participantId)}
          onClose={() => setLeaving(undefined)}
        >
          {t(inside ? "people-remove-text" : "people-turn-away-text", { name: lesson.nameOf(leaving) })}
        </Confirm>
      )}
    </>
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
