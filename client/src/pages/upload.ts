import { keepForReload } from "./keepWork";

// Uploads files one after the other, with a progress bar; files can also be dropped or pasted.
export function offerDropping(page: Document = document): void {
  const form = page.querySelector<HTMLFormElement>("form[data-upload]");
  const field = form?.querySelector<HTMLInputElement>("input[type=file]");
  if (!form || !field) return;
  for (const hint of form.querySelectorAll<HTMLElement>("[data-with-script]")) hint.hidden = false;
  const upload = new Upload(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void upload.send([...(field.files ?? [])]);
  });
  const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  // Anywhere on the page: a drop that misses the field would otherwise open the file instead of the page.
  page.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    form.classList.add("is-over");
  });
  page.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("is-over");
  });
  page.addEventListener("drop", (event) => {
    form.classList.remove("is-over");
    if (!holdsFiles(event)) return;
    event.preventDefault();
    void upload.send([...(event.dataTransfer?.files ?? [])]);
  });
  page.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void upload.send(files);
  });
}

class Upload {
  private readonly bar: HTMLProgressElement;
  private readonly told: HTMLElement;
  private readonly around: HTMLElement;
  private busy = false;

  constructor(private readonly form: HTMLFormElement) {
    this.around = form.querySelector("[data-progress]")!;
    this.bar = this.around.querySelector("progress")!;
    this.told = this.around.querySelector("[data-progress-told]")!;
  }

  async send(files: readonly File[]): Promise<void> {
    if (this.busy || files.length === 0) return;
    this.busy = true;
    this.around.hidden = false;
    this.told.classList.remove("wrong");
    const all = files.reduce((sum, file) => sum + file.size, 0) || 1;
    const limit = Number(this.form.dataset.limit);
    let [sent, refused] = [0, ""];
    for (const [at, file] of files.entries()) {
      this.told.textContent = files.length > 1 ? `${at + 1}/${files.length}: ${file.name}` : file.name;
      refused =
        file.size > limit
          ? this.words("large")
          : await this.one(file, (loaded) => (this.bar.value = ((sent + loaded) / all) * 100));
      if (refused) {
        this.tell(`${file.name}: ${refused}`, at > 0);
        break;
      }
      sent += file.size;
    }
    this.busy = false;
    // The page shows what is new, and says so.
    if (refused) return;
    keepForReload();
    location.reload();
  }

  private tell(words: string, some: boolean): void {
    this.bar.value = 0;
    this.told.classList.add("wrong");
    this.told.textContent = some ? `${words} ${this.words("some")}` : words;
  }

  /** @returns why it was refused, or nothing. */
  private one(file: File, progress: (loaded: number) => void): Promise<string> {
    const body = new FormData();
    for (const name of ["form_token", "idempotency_key"])
      body.append(name, this.form.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? "");
    body.append("files", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => progress(Math.min(event.loaded, file.size)));
    return new Promise((resolve) => {
      request.addEventListener("load", () => resolve(request.status < 300 ? "" : this.sentence(request.responseText)));
      request.addEventListener("error", () => resolve(this.words("lost")));
      request.send(body);
    });
  }

  /** The server answers in the page's language. */
  private sentence(text: string): string {
    try {
      return (JSON.parse(text) as { message: string }).message;
    } catch {
      return this.words("fault");
    }
  }

  /** What the page has brought along to be said here. */
  private words(key: "large" | "some" | "lost" | "fault"): string {
    return this.around.dataset[key] ?? "";
  }
}
