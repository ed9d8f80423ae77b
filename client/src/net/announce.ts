// What a screen reader says of the news, in a sentence. Chat lines speak for themselves, in the log.
import type { News } from "./connection";
import type { ParticipantId, Slide } from "./protocol.gen";
import { t } from "../texts";
import type { Room } from "./room";

export function tell(news: News, before: Room, me: ParticipantId | undefined, teaches: boolean): string | undefined {
  const name = (who: ParticipantId) => before.people.get(who)?.username ?? t("news-someone");
  switch (news.event) {
    case "on.sessionCreate":
      return t("news-started");
    case "on.participantJoin":
      return before.people.has(news.data.participantId) ? undefined : t("news-came", { name: news.data.username });
    case "on.participantLeave":
      return t(news.data.why === "removed" ? "news-removed" : "news-left", { name: name(news.data.participantId) });
    case "on.handRaise":
      return news.data.participantId === me
        ? t("news-your-hand")
        : t("news-hand", { name: name(news.data.participantId) });
    case "on.handLower":
      return news.data.participantId === me ? t("news-your-hand-down") : undefined;
    case "on.screenTurn": {
      const { screen } = news.data;
      if (screen?.outcome && screen.slide.kind === "quiz" && !before.screen?.outcome) {
        return t("quiz-told", { answer: screen.slide.options[screen.outcome.right] ?? "" });
      }
      return screen
        ? t("screen-shows", { page: screen.page + 1, pages: screen.pages, what: inWords(screen.slide) })
        : undefined;
    }
    case "on.waitingChange": {
      if (!teaches) return undefined;
      const known = new Set(before.waiting.map((one) => one.participantId));
      const fresh = news.data.waiting.filter((one) => !known.has(one.participantId));
      return fresh.length > 0 ? t("news-knocks", { names: fresh.map((one) => one.username).join(", ") }) : undefined;
    }
    default:
      return undefined;
  }
}

/** What a slide is, in a few words. */
export function inWords(slide: Slide): string {
  switch (slide.kind) {
    case "photo":
      return slide.alternativeText || slide.caption || t("screen-picture");
    case "video":
      return slide.alternativeText || slide.caption || t("screen-video");
    case "presentation":
      return t("screen-presentation", { name: slide.caption || slide.name });
    case "text":
      return t("screen-text");
    case "quiz":
      return slide.question;
  }
}
