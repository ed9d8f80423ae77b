// Coming in as a guest: a name, and an avatar that can be rolled again until it pleases; or the seat that this browser had before.
import { useEffect, useRef, useState } from "preact/hooks";
import { SoundButton } from "../audio/SoundButton";
import { formerSeat, recall, type FormerSeat } from "../lesson/memory";
import { NAME_LIMIT, type Error as Wire } from "../net/protocol.gen";
import { Face } from "../people/Face";
import { randomAvatar } from "../people/randomAvatar";
import { t } from "../texts";
import { useLesson } from "../ui/context";
import { DiceIcon } from "../ui/icons";
import { rich } from "../ui/rich";
import { useRoomSoon } from "../ui/view";
import { Entry } from "./Board";

export function JoinForm({ refused }: { refused?: Wire | undefined }) {
  const lesson = useLesson();
  const [former, setFormer] = useState(() => formerSeat(lesson.code));
  return former ? <Former seat={former} onOther={() => setFormer(undefined)} /> : <NameForm refused={refused} />;
}

/** This browser was in the lesson before: its seat is offered, so that one child does not become two. */
function Former({ seat, onOther }: { seat: FormerSeat; onOther: () => void }) {
  const lesson = useLesson();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  useRoomSoon();
  return (
    <Entry>
      <div class="join">
        <h2>{t("join-again")}</h2>
        <div class="join-avatar">
          <div class="join-face">
            <Face avatar={seat.avatar} />
          </div>
        </div>
        <button type="button" ref={button} class="button strong wide" onClick={() => lesson.continueAs(seat)}>
          {t("join-continue", { name: seat.username })}
        </button>
        <button type="button" class="button plain wide" onClick={onOther}>
          {t("join-other")}
        </button>
      </div>
      <SoundButton class="button soft">{t("check-sound")}</SoundButton>
    </Entry>
  );
}

function NameForm({ refused }: { refused: Wire | undefined }) {
  const lesson = useLesson();
  const [memory] = useState(() => recall(lesson.code));
  const [name, setName] = useState(memory.username ?? "");
  const [avatar, setAvatar] = useState(() => memory.avatar ?? randomAvatar());
  const [rolls, setRolls] = useState(0);
  const [problem, setProblem] = useState(refused?.message);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => field.current?.focus(), []);
  useRoomSoon();

  const submit = (event: Event) => {
    event.preventDefault();
    if (name.trim()) return lesson.joinAs(name.trim(), avatar);
    setProblem(t("refusal-name_empty"));
    field.current?.focus();
  };

  return (
    <Entry>
      <form class="join" onSubmit={submit} noValidate>
        <h2>{t("join-come-in")}</h2>
        <div class="join-avatar">
          <div class="join-face" key={rolls}>
            <Face avatar={avatar} label={t("join-avatar")} />
          </div>
          <button type="button" class="button soft" onClick={() => (setAvatar(randomAvatar()), setRolls(rolls + 1))}>
            <DiceIcon /> {t("another-look")}
          </button>
          <span class="hidden" role="status">
            {rolls > 0 && t("join-new-avatar", { number: rolls + 1 })}
          </span>
        </div>
        <label for="name">{t("join-name")}</label>
        <input
          id="name"
          ref={field}
          dir="auto"
          value={name}
          maxLength={NAME_LIMIT}
          autoComplete="nickname"
          enterKeyHint="go"
          required
          aria-invalid={problem ? true : undefined}
          aria-describedby="name-help"
          onInput={(event) => (setName(event.currentTarget.value), setProblem(undefined))}
        />
        <p id="name-help" class={problem ? "problem" : "help"} role={problem ? "alert" : undefined}>
          {problem ?? t("join-name-help")}
        </p>
        <button class="button strong wide">{t("join-the-lesson")}</button>
        <p class="help">
          {t("join-kept", { days: lesson.page.guest_days })}{" "}
          {t(lesson.page.keeps_chat ? "join-kept-chat" : "join-kept-may")}
        </p>
        <p class="help">
          {rich("join-account", {}, { a: (text) => <a href={`/signin?next=/join/${lesson.code}`}>{text}</a> })}
        </p>
      </form>
      <SoundButton class="button soft">{t("check-sound")}</SoundButton>
    </Entry>
  );
}
