// For the teacher: who may show a camera and share a screen in this lesson, and what one person may.
import type { Participant, ShowingRule } from "../net/protocol.gen";
import { t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { ShowingModel } from "./model";

const RULES: readonly ShowingRule[] = ["nobody", "asked", "everyone"];

export function ShowingRules() {
  const showing = useModel(ShowingModel);
  const { cameras, screens, severalScreens } = showing.state.value.rules;
  const select = (label: string, rule: ShowingRule, choose: (rule: ShowingRule) => void) => (
    <label>
      {t(label)}
      <select value={rule} onChange={(event) => choose(event.currentTarget.value as ShowingRule)}>
        {RULES.map((one) => (
          <option key={one} value={one}>
            {t(`showing-${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <details class="showing-rules">
      <summary>{t("showing-rules")}</summary>
      {select("showing-cameras", cameras, (rule) => void showing.allow({ cameras: rule }))}
      {select("showing-screens", screens, (rule) => void showing.allow({ screens: rule }))}
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          checked={severalScreens}
          onChange={(event) => void showing.allow({ severalScreens: event.currentTarget.checked })}
        />
        {t("showing-several")}
      </label>
    </details>
  );
}

/** In a person's menu: allows or stops their camera and their screen. */
export function ShowingOf({ person, name }: { person: Participant; name: string }) {
  const lesson = useLesson();
  const showing = useModel(ShowingModel);
  if (!lesson.teaches.value || person.role === "teacher" || person.stream) return null;
  const { participantId: who } = person;
  const isLarge = showing.state.value.spotlight === who;
  return (
    <>
      {(person.camera || isLarge) && (
        <button
          type="button"
          class="button soft small"
          onClick={() => void showing.putInSpotlight(isLarge ? undefined : who)}
        >
          {t(isLarge ? "spotlight-end" : "spotlight", { name })}
        </button>
      )}
      {(["camera", "screen"] as const).map((kind) => {
        const shows = kind === "camera" ? person.camera : person.screen;
        const may = shows || showing.may(who, kind);
        return (
          <button
            key={kind}
            type="button"
            class="button soft small"
            onClick={() => void showing.permit(who, kind, !may)}
          >
            {t(shows ? `showing-stop-${kind}` : may ? `showing-forbid-${kind}` : `showing-allow-${kind}`, { name })}
          </button>
        );
      })}
    </>
  );
}
