// Quizzes as a feature of the room. They are shown on its screen (screen/Slide.tsx).
import { feature } from "../feature";
import { screenState } from "../screen/state";
import { t } from "../texts";
import { quizReducers, quizState } from "./state";

export default feature("quiz", {
  slice: quizState,
  reduce: quizReducers,
  unnumbered: ["on.quizCount"],
  announce: {
    "on.screenTurn": ({ screen }, { before }) => {
      const { slide, outcome, quizOpen } = screen ?? {};
      const shown = screenState.of(before);
      if (slide?.kind !== "quiz") return undefined;
      if (outcome && !shown?.outcome) return t("quiz-told", { answer: slide.options[outcome.right] ?? "" });
      const same = shown?.slide.kind === "quiz" && shown.slide.quizId === slide.quizId;
      return quizOpen && same && !shown.quizOpen ? t("quiz-started", { question: slide.question }) : undefined;
    },
  },
});
