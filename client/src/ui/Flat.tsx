// Everyone as cards: for machines without WebGL, for screen readers, and for those who like it calm.
import { SpeakingRing } from "../audio/SpeakingRing";
import { BesideName } from "../people/BesideName";
import { MicrophoneWord } from "../people/MicrophoneWord";
import { inOrder } from "../people/People";
import { Portrait } from "../people/Portrait";
import { CardPicture } from "../showing/CardPicture";
import { t } from "../texts";
import { Turn } from "../hands/Turn";
import { HandsModel } from "../hands/model";
import { Pinned } from "../showing/pinned";
import { useLesson, useModel } from "./context";
import { LostIcon } from "./icons";

export function Flat() {
  const lesson = useLesson();
  const { me } = lesson;
  const hands = useModel(HandsModel);
  const main = useModel(Pinned).main.value;
  const shows = lesson.people.value.some((person) => person.camera);
  return (
    <ul
      class={["flat", shows && "has-pictures", main && "has-main"].filter(Boolean).join(" ")}
      aria-label={t("room-everyone")}
      tabIndex={0}
    >
      {inOrder(lesson.people.value, hands.order.value).map((person) => {
        const turn = hands.turnOf(person.participantId);
        const lost = person.connection === "lost";
        const classes = [
          "flat-card",
          turn > 0 && "is-up",
          lost && "is-lost",
          person.role === "teacher" && "is-teacher",
          person.camera && "has-picture",
          main === person.participantId && "is-pinned",
        ];
        return (
          <li key={person.participantId} class={classes.filter(Boolean).join(" ")}>
            {person.camera ? (
              <CardPicture person={person} name={lesson.nameOf(person)} />
            ) : (
              <SpeakingRing who={person.participantId} class="flat-face">
                <Portrait person={person} />
              </SpeakingRing>
            )}
            <span class="name" dir="auto">
              {lesson.nameOf(person)}
            </span>
            <span class="tags">
              {[person.participantId === me.value?.participantId && t("you"), person.role === "teacher" && t("teacher")]
                .filter(Boolean)
                .join(" · ")}
            </span>
            {!lost && <MicrophoneWord person={person} />}
            <BesideName person={person} />
            {turn > 0 && <Turn turn={turn} />}
            {lost && (
              <span class="lost-mark">
                <LostIcon /> {t("connection-lost")}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
