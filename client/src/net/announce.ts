// What a screen reader says of the news, in a sentence. Chat lines speak for themselves, in the log.
import type { News } from "./connection";
import type { ParticipantId, Slide } from "./protocol.gen";
import type { Room } from "./room";

export function tell(news: News, before: Room, me: ParticipantId | undefined, teaches: boolean): string | undefined {
  const name = (who: ParticipantId) => before.people.get(who)?.username ?? "Someone";
  switch (news.event) {
    case "on.sessionCreate":
      return "The lesson has started.";
    case "on.participantJoin":
      return before.people.has(news.data.participantId) ? undefined : `${news.data.username} came in.`;
    case "on.participantLeave":
      return news.data.why === "removed"
        ? `${name(news.data.participantId)} was removed.`
        : `${name(news.data.participantId)} left.`;
    case "on.handRaise":
      return news.data.participantId === me ? "Your hand is up." : `${name(news.data.participantId)} raised a hand.`;
    case "on.handLower":
      return news.data.participantId === me ? "Your hand is down." : undefined;
    case "on.screenTurn": {
      const { screen } = news.data;
      return screen
        ? `The screen shows page ${screen.page + 1} of ${screen.pages}: ${inWords(screen.slide)}`
        : undefined;
    }
    case "on.waitingChange": {
      if (!teaches) return undefined;
      const known = new Set(before.waiting.map((one) => one.participantId));
      const fresh = news.data.waiting.filter((one) => !known.has(one.participantId));
      return fresh.length > 0 ? `${fresh.map((one) => one.username).join(", ")} would like to come in.` : undefined;
    }
    default:
      return undefined;
  }
}

/** What a slide is, in a few words. */
export function inWords(slide: Slide): string {
  switch (slide.kind) {
    case "photo":
      return slide.alternativeText || slide.caption || "a picture";
    case "video":
      return slide.alternativeText || slide.caption || "a video";
    case "presentation":
      return `the presentation ${slide.caption || slide.name}`;
    case "text":
      return "a text";
    case "quiz":
      return slide.question;
  }
}
