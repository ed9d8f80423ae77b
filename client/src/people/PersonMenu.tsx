// The menu of one person: for the teacher what is done most, then their volume, and folded away the figures of their connection.
import { setVolume, settings, VOLUME_MAX, volumeOf } from "../audio/settings";
import type { MediaConnection, Participant } from "../net/protocol.gen";
import { MicrophoneModel } from "../microphone/model";
import { ShowingOf } from "../showing/Rules";
import { InviteButton } from "../speaking/InviteButton";
import { t } from "../texts";
import { useModel } from "../ui/context";
import { describeStream, type ConnectionStats } from "./connectionStats";

interface Props {
  person: Participant;
  name: string;
  stats: ConnectionStats;
  onMuteOthers: ((participantId: string) => Promise<void>) | undefined;
  /** Whether the teacher may invite them to speak, and is not offered that beside their hand already. */
  canInvite: boolean;
  /** While their hand is up. */
  onLower: ((participantId: string) => Promise<void>) | undefined;
  /** Lets someone unmute who may not; it opens no microphone. */
  onAllow: (() => Promise<void>) | undefined;
}

export function PersonMenu({ person, name, stats, onMuteOthers, canInvite, onLower, onAllow }: Props) {
  const { participantId: who } = person;
  // A person without a microphone has no volume.
  const speaks = person.microphone !== "none";
  const connection = stats.value.get(who);
  const forbidden = !useModel(MicrophoneModel).unmutingAllowed.value;
  const percent = Math.round(volumeOf(who, settings.value) * 100);
  return (
    <div class="person-menu" id={`menu-${who}`} role="group" aria-label={t("people-more", { name })}>
      {canInvite && <InviteButton who={who} name={name} />}
      {onLower && (
        <button type="button" class="button soft small" onClick={() => void onLower(who)}>
          {t("people-lower")}
        </button>
      )}
      {forbidden && onAllow && (
        <button type="button" class="button soft small" onClick={() => void onAllow()}>
          {t("people-allow", { name })}
        </button>
      )}
      <ShowingOf person={person} name={name} />
      {speaks && onMuteOthers && (
        <button type="button" class="button soft small" onClick={() => void onMuteOthers(who)}>
          {t("people-mute-others", { name })}
        </button>
      )}
      {speaks && (
        <label class="volume">
          {t("people-volume")}
          <input
            type="range"
            aria-label={t("people-volume-who", { name })}
            aria-valuetext={`${percent} %`}
            min={0}
            max={VOLUME_MAX * 100}
            step={10}
            value={percent}
            onInput={(event) => setVolume(who, event.currentTarget.valueAsNumber / 100)}
          />
          <output>{percent} %</output>
        </label>
      )}
      {connection && <Connection {...connection} />}
    </div>
  );
}

function Connection({ quality, way, roundTripMs, up, down }: MediaConnection) {
  const rows: [string, string][] = [];
  if (way) rows.push([t("travels-way"), t(`way-${way}`)]);
  if (roundTripMs !== undefined) rows.push([t("travels-there-and-back"), `${roundTripMs} ms`]);
  rows.push([t("travels-speaking"), describeStream(up)], [t("travels-hearing"), describeStream(down)]);
  return (
    <details class="travels">
      <summary>{t("travels-summary", { quality: t(`travels-${quality}-word`) })}</summary>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
