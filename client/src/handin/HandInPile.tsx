// The pile of handed-in work: the teacher sees who handed in what and when, and puts it on the screen; students see their own.
import type { HandIn } from "../net/protocol.gen";
import { language, t } from "../texts";
import { useLesson, useModel } from "../ui/context";
import { HandInModel } from "./model";

export function HandInPile() {
  const model = useModel(HandInModel);
  const lesson = useLesson();
  const teaches = lesson.teaches.value;
  const { pile, shown } = model.state.value;
  if (pile.length === 0) return teaches ? <p class="empty">{t("handin-none")}</p> : null;
  return (
    <section aria-labelledby="handin-pile">
      <h3 id="handin-pile">{t(teaches ? "handin-pile" : "handin-own")}</h3>
      <ul class="handin-pile">
        {[...pile].reverse().map((one) => (
          <li key={one.handInId}>
            <Picture one={one} />
            <div>
              <p>
                {teaches && <strong dir="auto">{one.username || t("chat-erased")} </strong>}
                <time dateTime={one.handedInAt}>
                  {new Date(one.handedInAt).toLocaleTimeString(language(), { hour: "2-digit", minute: "2-digit" })}
                </time>
              </p>
              <Words one={one} />
              <div class="quiz-foot">
                {teaches && (
                  <button
                    type="button"
                    class="button soft small"
                    aria-label={t(shown === one.handInId ? "handin-hide-of" : "handin-show-of", { name: one.username })}
                    onClick={() => void model.show(shown === one.handInId ? null : one.handInId)}
                  >
                    {t(shown === one.handInId ? "handin-hide" : "handin-show")}
                  </button>
                )}
                <button
                  type="button"
                  class="button plain small"
                  aria-label={t("handin-delete-of", { name: one.name ?? t("handin-kind-text") })}
                  onClick={() => void model.delete(one.handInId)}
                >
                  {t("handin-delete")}
                </button>
              </div>
            </div>
          </li>
        ))}
      </ul>
      {teaches && (
        <p>
          <a class="button soft" href={`/api/sessions/${lesson.session.value.id}/hand-ins.zip`} download>
            {t("handin-download")}
          </a>
        </p>
      )}
    </section>
  );
}

function Picture({ one: { kind, url, name } }: { one: HandIn }) {
  if (kind !== "picture") return <span class="handin-kind">{kind === "pdf" ? "PDF" : "Aa"}</span>;
  return (
    <a href={url ?? ""} target="_blank" rel="noopener">
      <img src={url} alt={name ?? ""} loading="lazy" />
    </a>
  );
}

function Words({ one: { kind, url, name, text } }: { one: HandIn }) {
  if (kind === "text") {
    return (
      <p class="handin-text" dir="auto">
        {text}
      </p>
    );
  }
  return (
    <p>
      <a href={url ?? ""} target="_blank" rel="noopener" dir="auto">
        {name}
      </a>
    </p>
  );
}
