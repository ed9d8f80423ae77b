// A feature's panel: a card beside the stage, or on a phone a sheet from below.
import type { Feature } from "../feature";
import { t } from "../texts";
import { useLesson } from "./context";
import { CloseIcon } from "./icons";

interface Props {
  name: string;
  panel: NonNullable<Feature["panel"]>;
  onClose: (name: string) => void;
}

export function Panel({ name, panel: { Body, title, close, count, scrolls = false }, onClose }: Props) {
  const counted = count?.(useLesson());
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !(event.target as HTMLElement).closest("dialog")) onClose(name);
  };
  return (
    <section id={`${name}-panel`} class={`panel panel-${name}`} aria-labelledby={`${name}-title`} onKeyDown={onKeyDown}>
      <header class="panel-head">
        <h2 id={`${name}-title`} data-first tabIndex={-1}>
          {t(title)} {counted !== undefined && <span class="count">{counted}</span>}
        </h2>
        <button type="button" class="round-button" aria-label={t(close)} onClick={() => onClose(name)}>
          <CloseIcon />
        </button>
      </header>
      <div class="panel-body" {...(scrolls && { tabIndex: 0, role: "group", "aria-label": t(title) })}>
        <Body />
      </div>
    </section>
  );
}
