// What one can do about one person's sound: how loud they are here, and for the teacher, that only they are heard; and how it
// travels.
import { choices, turn, VOLUME_MOST, volumeOf } from "../audio/choices";
import type { MediaConnection, Participant } from "../net/protocol.gen";
import { t } from "../texts";
import { figures, type Travels } from "./travels";

interface Props {
  person: Participant;
  travels: Travels;
  onMuteOthers: ((participantId: string) => Promise<void>) | undefined;
}

export function PersonMenu({ person, travels, onMuteOthers }: Props) {
  const { participantId: who, username } = person;
  // Who only listens can be neither louder nor muted.
  const speaks = person.microphone !== "none";
  const connection = travels.value.get(who);
  const percent = Math.round(volumeOf(who, choices.value) * 100);
  return (
    <div class="person-menu" id={`menu-${who}`} role="group" aria-label={t("people-sound", { name: username })}>
      {speaks && (
        <label class="volume">
          {t("people-volume")}
          <input
            type="range"
            aria-label={t("people-volume-who", { name: username })}
            aria-valuetext={`${percent} %`}
            min={0}
            max={VOLUME_MOST * 100}
            step={10}
            value={percent}
            onInput={(event) => turn(who, event.currentTarget.valueAsNumber / 100)}
          />
          <output>{percent} %</output>
        </label>
      )}
      {speaks && onMuteOthers && (
        <button type="button" class="button soft small" onClick={() => void onMuteOthers(who)}>
          {t("people-mute-others", { name: username })}
        </button>
      )}
      {connection && <Connection {...connection} />}
    </div>
  );
}

function Connection({ quality, way, roundTripMs, up, down }: MediaConnection) {
  const rows: [string, string][] = [[t("travels-connection"), t(`travels-${quality}-word`)]];
  if (way) rows.push([t("travels-way"), t(`way-${way}`)]);
  if (roundTripMs !== undefined) rows.push([t("travels-there-and-back"), `${roundTripMs} ms`]);
  rows.push([t("travels-speaking"), figures(up)], [t("travels-hearing"), figures(down)]);
  return (
    <dl class="travels">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
