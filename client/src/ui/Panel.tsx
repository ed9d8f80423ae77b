// A panel: a card beside the stage, or on a phone a sheet from below.
import type { ComponentChildren } from "preact";
import { t } from "../texts";
import { CloseIcon } from "./icons";
import type { PanelName } from "./RoomView";

interface Props {
  name: PanelName;
  title: string;
  count?: number;
  onClose: (name: PanelName) => void;
  children: ComponentChildren;
}

export function Panel({ name, title, count, onClose, children }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !(event.target as HTMLElement).closest("dialog")) onClose(name);
  };
  return (
    <section id={`${name}-panel`} class={`panel panel-${name}`} aria-labelledby={`${name}-title`} onKeyDown={onKeyDown}>
      <header class="panel-head">
        <h2 id={`${name}-title`} data-first tabIndex={-1}>
          {title} {count !== undefined && <span class="count">{count}</span>}
        </h2>
        <button
          type="button"
          class="round-button"
          aria-label={t(name === "people" ? "panel-close-people" : "panel-close-chat")}
          onClick={() => onClose(name)}
        >
          <CloseIcon />
        </button>
      </header>
      <div class="panel-body">{children}</div>
    </section>
  );
}
