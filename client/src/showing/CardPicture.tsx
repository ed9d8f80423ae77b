// The picture on a person's card, and the button that enlarges it for oneself.
import { SpeakingRing } from "../audio/SpeakingRing";
import type { Participant } from "../net/protocol.gen";
import { t } from "../texts";
import { useModel } from "../ui/context";
import { PinIcon } from "../ui/icons";
import { Picture } from "./Picture";
import { Pinned } from "./pinned";

export function CardPicture({ person, name }: { person: Participant; name: string }) {
  const pinned = useModel(Pinned);
  const { participantId: who } = person;
  const isPinned = pinned.who.value === who;
  const isMain = pinned.main.value === who;
  const label = t(isPinned ? "unpin" : "pin", { name });
  return (
    <>
      <button
        type="button"
        class="round-button soft pin"
        aria-label={label}
        title={label}
        onClick={() => pinned.toggle(who)}
      >
        <PinIcon />
      </button>
      <SpeakingRing who={who} class="flat-picture">
        <Picture who={who} kind="camera" label={t("camera-of", { name })} rank={isMain ? 0 : 1} />
      </SpeakingRing>
    </>
  );
}
