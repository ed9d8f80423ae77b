// One person's row. It renders again only when something about that person changes.
import { useComputed } from "@preact/signals";
import { memo } from "preact/compat";
import { useRef, useState } from "preact/hooks";
import { SpeakingRing } from "../audio/SpeakingRing";
import { Turn } from "../hands/Turn";
import { InviteButton, InviteIconButton, useInvited } from "../speaking/InviteButton";
import type { Participant } from "../net/protocol.gen";
import { t } from "../texts";
import { HandIcon, LostIcon, MicIcon, MicOffIcon, MoreIcon, RemoveIcon } from "../ui/icons";
import { BesideName } from "./BesideName";
import { MicrophoneWord } from "./MicrophoneWord";
import { PersonMenu } from "./PersonMenu";
import { Portrait } from "./Portrait";
import type { ConnectionStats } from "./connectionStats";

interface Props {
  person: Participant;
  /** How they are called here. */
  name: string;
  me: boolean;
  /** Whose turn: 1 for the first raised hand, 0 for none. */
  turn: number;
  /** The media connections of everyone; empty for students. */
  stats: ConnectionStats;
  onRemove: ((person: Participant) => void) | undefined;
  onLower: ((participantId: string) => Promise<void>) | undefined;
  onMute: ((participantId: string, muted: boolean) => Promise<void>) | undefined;
  onMuteOthers: ((participantId: string) => Promise<void>) | undefined;
}

export const Person = memo(function Person(props: Props) {
  const { person, name, me, turn, stats, onRemove, onLower, onMute, onMuteOthers } = props;
  const [open, setOpen] = useState(false);
  const more = useRef<HTMLButtonElement>(null);
  // The panel around it stays open.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    setOpen(false);
    more.current?.focus();
  };
  const lost = person.connection === "lost";
  const quality = useComputed(() => stats.value.get(person.participantId)?.quality).value;
  const invited = useInvited(person.participantId);
  const canInvite = onMute !== undefined && person.microphone !== "on" && !person.stream && !lost;
  // Where the teacher looks for it: beside a raised hand.
  const asks = canInvite && (invited || turn > 0);
  const falters = lost ? t("connection-lost") : quality && quality !== "good" && t(`travels-${quality}`);
  return (
    <li class={lost ? "person-item is-lost" : "person-item"} onKeyDown={onKeyDown}>
      <div class="person">
        <SpeakingRing who={person.participantId} class="person-face">
          <Portrait person={person} />
        </SpeakingRing>
        <div class="person-text">
          <span class="name" dir="auto">
            {name}
          </span>
          <span class="tags">
            {[me && t("you"), kind(person), falters].filter(Boolean).join(" · ")}
            {!lost && <MicrophoneWord person={person} />}
          </span>
        </div>
        <BesideName person={person} />
        {turn > 0 &&
          (onLower ? (
            <button
              type="button"
              class="turn"
              aria-label={t("people-lower-who", { name, turn })}
              title={t("people-lower")}
              onClick={() => void onLower(person.participantId)}
            >
              <HandIcon /> {turn}
            </button>
          ) : (
            <Turn turn={turn} />
          ))}
        {!me && (person.microphone !== "none" || quality || canInvite || onMute || (turn > 0 && onLower)) && (
          <button
            ref={more}
            type="button"
            class="round-button"
            aria-label={t("people-more", { name })}
            title={t("people-more", { name })}
            aria-expanded={open}
            aria-controls={open ? `menu-${person.participantId}` : undefined}
            onClick={() => setOpen(!open)}
          >
            <MoreIcon />
          </button>
        )}
        {lost ? (
          <span class="state" title={t("people-lost")}>
            <LostIcon />
          </span>
        ) : canInvite && !asks ? (
          <InviteIconButton who={person.participantId} name={name} />
        ) : (
          <Microphone person={person} name={name} onMute={canInvite ? undefined : onMute} />
        )}
        {onRemove && (
          <button
            type="button"
            class="round-button"
            aria-label={t("people-remove-who", { name })}
            title={t("people-remove")}
            onClick={() => onRemove(person)}
          >
            <RemoveIcon />
          </button>
        )}
      </div>
      {asks && <InviteButton who={person.participantId} name={name} />}
      {open && (
        <PersonMenu
          person={person}
          name={name}
          stats={stats}
          onMuteOthers={onMuteOthers}
          canInvite={canInvite && !asks}
          onAllow={canInvite ? () => onMute(person.participantId, false) : undefined}
          onLower={turn > 0 ? onLower : undefined}
        />
      )}
    </li>
  );
});

function kind({ role, stream, guest }: Participant): string {
  if (role === "teacher") return t("teacher");
  if (stream) return t("program");
  return t(guest ? "guest" : "student");
}

/** The state of the microphone; for the teacher, a button that mutes it, or lets a muted program be heard again. */
function Microphone({ person, name, onMute }: Pick<Props, "person" | "name" | "onMute">) {
  const { participantId, microphone } = person;
  const icon = microphone === "on" ? <MicIcon /> : <MicOffIcon />;
  if (!onMute || microphone === "none") {
    return (
      <span class={microphone === "on" ? "state is-on" : "state"} title={t(`people-mic-${microphone}`)}>
        {icon}
        {microphone === "none" && <span class="hidden">{t("people-mic-none")}</span>}
      </span>
    );
  }
  const on = microphone === "on";
  return (
    <button
      type="button"
      class={on ? "round-button is-on" : "round-button"}
      aria-label={t(on ? "people-mute-who" : "people-unmute-who", { name })}
      title={t(on ? "mute" : "mic-unmute")}
      onClick={() => void onMute(participantId, on)}
    >
      {icon}
    </button>
  );
}
