// Keeps a page in step with the node: listens to the stream of events and fetches the marked regions again.
import { replace } from "./regions";

const patience = { lost: 3_000, hidden: 60_000, gather: 300, spread: 900, retry: 2_000, longest: 60_000 };

type Announcement = { topic?: string; event?: string };

let source: EventSource | undefined;
let last = "";
let topics = new Set<string>();
let waiting: number | undefined;
let doubt: number | undefined;
let tries = 0;

function meta(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? "";
}

function say(state: "live" | "lost" | "updated" | "new"): void {
  const place = document.getElementById("kp-live");
  if (!place) return;
  place.hidden = false;
  place.dataset.state = state === "lost" ? "lost" : "live";
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(new Date());
  place.textContent = (place.getAttribute(`data-text-${state}`) ?? "").replace("{time}", time);
}

export function listen(): void {
  const address = meta("kp-live");
  topics = new Set((document.body.dataset.liveTopics ?? "").split(/\s+/).filter(Boolean));
  if (!address || topics.size === 0) return;
  last = meta("kp-live-after");
  connect();
  rest();
}

function connect(): void {
  const address = new URL(meta("kp-live"), location.href);
  if (last) address.searchParams.set("after", last);
  source = new EventSource(address, { withCredentials: address.origin !== location.origin });
  source.onopen = () => {
    tries = 0;
    window.clearTimeout(doubt);
    doubt = undefined;
    say("live");
  };
  source.onmessage = (message: MessageEvent<string>) => hear(message);
  source.onerror = () => lose();
}

// The browser reconnects by itself after a break, with Last-Event-ID; after a refusal it gives up, and we try again.
function lose(): void {
  doubt ??= window.setTimeout(() => say("lost"), patience.lost);
  if (source?.readyState !== EventSource.CLOSED) return;
  tries += 1;
  const pause = Math.min(patience.longest, patience.retry * 2 ** (tries - 1)) * (0.5 + Math.random() / 2);
  window.setTimeout(connect, pause);
}

function hear(message: MessageEvent<string>): void {
  if (message.lastEventId) last = message.lastEventId;
  let said: Announcement;
  try {
    said = JSON.parse(message.data) as Announcement;
  } catch {
    return;
  }
  const topic = said.topic ?? said.event?.split(".")[0] ?? "";
  if (!topics.has(topic) || waiting !== undefined) return;
  // Several events of one import become one refresh, and not every screen asks at the same moment.
  waiting = window.setTimeout(() => void refresh(), patience.gather + Math.random() * patience.spread);
}

async function refresh(): Promise<void> {
  waiting = undefined;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok || new URL(answer.url).pathname !== location.pathname) return offer();
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const regions = [...document.querySelectorAll<HTMLElement>("[data-live][id]")];
    const skipped = regions.filter((region) => !replace(region, fresh.getElementById(region.id)));
    if (regions.length === 0 || skipped.length > 0) return offer();
    say("updated");
  } catch {
    say("lost");
  }
}

// Somebody is filling in a form, or the page has no regions: say that there is news and leave the page as it is.
function offer(): void {
  say("new");
  const template = document.querySelector<HTMLTemplateElement>("#kp-live-notice");
  const main = document.querySelector("main");
  if (!template || !main || main.querySelector("[data-live-notice]")) return;
  main.prepend(template.content.cloneNode(true));
}

// A page that nobody looks at lets its connection go, and resumes from the last event it heard.
function rest(): void {
  let timer: number | undefined;
  document.addEventListener("visibilitychange", () => {
    window.clearTimeout(timer);
    if (document.hidden) timer = window.setTimeout(() => source?.close(), patience.hidden);
    else if (source?.readyState === EventSource.CLOSED) connect();
  });
  window.addEventListener("pagehide", () => source?.close());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) connect();
  });
}
