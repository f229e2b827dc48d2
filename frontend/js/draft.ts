// Saves a report while it is typed. The button under the form does the same without script.

const QUIET = 2_000;

function wire(form: HTMLFormElement): void {
  const state = form.querySelector<HTMLElement>("[data-draft-state]");
  const seen = form.querySelector<HTMLInputElement>('input[name="draft"]');
  const address = form.dataset.draft;
  if (!state || !seen || !address || form.dataset.wired) return;
  form.dataset.wired = "1";
  let timer = 0;
  let saving = false;
  let again = false;
  let stopped = false;

  const tell = (text: string): void => {
    state.textContent = text;
  };
  const save = async (): Promise<void> => {
    if (stopped) return;
    if (saving) {
      again = true;
      return;
    }
    saving = true;
    try {
      const answer = await fetch(address, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const told = (await answer.json()) as { draft?: number; says?: string };
      if (answer.ok && told.draft !== undefined) {
        seen.value = String(told.draft);
        const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date());
        tell(`${form.dataset.textSaved ?? ""} (${time})`);
      } else {
        // Someone else saved: nothing is overwritten, and the button shows both versions.
        stopped = true;
        tell(told.says ?? form.dataset.textLost ?? "");
      }
    } catch {
      tell(form.dataset.textLost ?? "");
      timer = window.setTimeout(() => void save(), 5 * QUIET);
    }
    saving = false;
    if (again) {
      again = false;
      void save();
    }
  };
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void save(), QUIET);
  });
  form.addEventListener("submit", () => {
    stopped = true;
    window.clearTimeout(timer);
  });
}

document.querySelectorAll<HTMLFormElement>("form[data-draft]").forEach(wire);

export {};
