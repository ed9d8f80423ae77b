// What one can do about one person's sound: how loud they are here, and for the teacher, that only they are heard.
import { choices, turn, VOLUME_MOST, volumeOf } from "../audio/choices";
import type { Participant } from "../net/protocol.gen";

interface Props {
  person: Participant;
  onMuteOthers: ((person: Participant) => void) | undefined;
}

export function PersonMenu({ person, onMuteOthers }: Props) {
  const { participantId: who, username } = person;
  const percent = Math.round(volumeOf(who, choices.value) * 100);
  return (
    <div class="person-menu" id={`menu-${who}`} role="group" aria-label={`Sound of ${username}`}>
      <label class="volume">
        Volume
        <input
          type="range"
          aria-label={`Volume of ${username}`}
          aria-valuetext={`${percent} %`}
          min={0}
          max={VOLUME_MOST * 100}
          step={10}
          value={percent}
          onInput={(event) => turn(who, event.currentTarget.valueAsNumber / 100)}
        />
        <output>{percent} %</output>
      </label>
      {onMuteOthers && (
        <button type="button" class="button soft small" onClick={() => onMuteOthers(person)}>
          Mute all but {username}
        </button>
      )}
    </div>
  );
}
