// Stays with the browser: shows what the node sends, and opens the page it is about when it is tapped.

type Told = { title?: unknown; text?: unknown; link?: unknown; tag?: unknown };
type Waits = Event & { waitUntil(done: Promise<unknown>): void };
type Pushed = Waits & { data: { json(): unknown } | null };
type Tapped = Waits & { notification: Notification };
type Tab = { url: string; focus(): Promise<unknown> };
type Worker = {
  location: Location;
  registration: ServiceWorkerRegistration;
  clients: { matchAll(which: { type: "window"; includeUncontrolled: boolean }): Promise<Tab[]>; openWindow(url: string): Promise<unknown> };
  addEventListener(name: string, hear: (event: never) => void): void;
};

const worker = globalThis as unknown as Worker;

function read(event: Pushed): Told {
  try {
    return (event.data?.json() ?? {}) as Told;
  } catch {
    return {};
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

// Only pages of this node are opened.
function inside(link: string): string {
  const address = URL.canParse(link, worker.location.origin) ? new URL(link, worker.location.origin) : undefined;
  return address?.origin === worker.location.origin ? address.href : `${worker.location.origin}/`;
}

// A browser takes a subscription away that shows nothing, so whatever comes is shown.
worker.addEventListener("push", (event: Pushed) => {
  const told = read(event);
  const tag = text(told.tag);
  const options = { body: text(told.text), data: { link: text(told.link) }, tag, renotify: tag !== "", requireInteraction: true };
  event.waitUntil(worker.registration.showNotification(text(told.title) || "Knooppunt", options));
});

worker.addEventListener("notificationclick", (event: Tapped) => {
  event.notification.close();
  const link = inside(text((event.notification.data as Told | null)?.link));
  event.waitUntil(open(link));
});

async function open(link: string): Promise<unknown> {
  const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = tabs.find((tab) => tab.url === link);
  return there ? there.focus() : worker.clients.openWindow(link);
}

export {};
