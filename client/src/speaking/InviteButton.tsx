// For the teacher: invites a student to speak, or takes that back while the student has not answered.
import { useComputed } from "@preact/signals";
import type { ParticipantId } from "../net/protocol.gen";
import { t } from "../texts";
import { useModel } from "../ui/context";
import { MicInviteIcon } from "../ui/icons";
import { SpeakingModel } from "./model";

/** Whether this student was invited and has not answered yet. */
export function useInvited(who: ParticipantId): boolean {
  const speaking = useModel(SpeakingModel);
  return useComputed(() => speaking.invited.value.has(who)).value;
}

interface Props {
  who: ParticipantId;
  name: string;
}

/** With words. */
export function InviteButton({ who, name }: Props) {
  const speaking = useModel(SpeakingModel);
  if (useInvited(who)) {
    return (
      <div class="invite">
        <span class="invite-state">{t("speak-waits")}</span>
        <button
          type="button"
          class="button soft small"
          aria-label={t("speak-withdraw-who", { name })}
          onClick={() => void speaking.withdraw(who)}
        >
          {t("speak-withdraw")}
        </button>
      </div>
    );
  }
  return (
    <div class="invite">
      <button
        type="button"
        class="button strong small"
        aria-label={t("speak-invite-who", { name })}
        onClick={() => void speaking.invite(who)}
      >
        {t("speak-invite")}
      </button>
    </div>
  );
}

/** In place of the microphone's state, whose icon is another: this is a button, and says so. */
export function InviteIconButton({ who, name }: Props) {
  const speaking = useModel(SpeakingModel);
  return (
    <button
      type="button"
      class="round-button"
      aria-label={t("speak-invite-who", { name })}
      title={t("speak-invite")}
      onClick={() => void speaking.invite(who)}
    >
      <MicInviteIcon />
    </button>
  );
}
