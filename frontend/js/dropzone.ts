// Lets a file be dropped on the area around a file field; the field itself keeps doing the work.

function wire(zone: HTMLElement): void {
  const field = zone.querySelector<HTMLInputElement>('input[type="file"]');
  if (!field || zone.dataset.wired) return;
  zone.dataset.wired = "1";
  const chosen = document.createElement("p");
  chosen.className = "kp-drop__chosen";
  chosen.setAttribute("role", "status");
  zone.append(chosen);
  const show = (): void => {
    const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    const files = [...(field.files ?? [])];
    chosen.textContent = files.map((file) => `${file.name} (${format.format(file.size / 1_000_000)} MB)`).join(", ");
  };
  const over = (event: DragEvent): void => {
    event.preventDefault();
    zone.dataset.over = "";
  };
  zone.addEventListener("dragenter", over);
  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget as Node | null)) delete zone.dataset.over;
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    delete zone.dataset.over;
    const files = event.dataTransfer?.files;
    if (!files || files.length === 0) return;
    field.files = field.multiple ? files : firstOf(files);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  field.addEventListener("change", show);
  show();
}

function firstOf(files: FileList): FileList {
  const one = new DataTransfer();
  one.items.add(files[0]!);
  return one.files;
}

function wireAll(root: ParentNode): void {
  root.querySelectorAll<HTMLElement>("[data-drop]").forEach(wire);
}

// A file that misses the area must not replace the page.
for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
wireAll(document);
document.addEventListener("kp:replaced", (event) => wireAll((event as CustomEvent<HTMLElement>).detail));
