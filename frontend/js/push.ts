// Lets this device receive messages: asks the browser for a subscription and sends it with the form of the page.
// What the page knows of a device is a digest of the address that its browser gave; by it a browser knows itself.

type Word = "offer" | "here" | "busy" | "unable" | "blocked" | "failed";

const able = window.isSecureContext && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

async function subscribed(): Promise<PushSubscription | null> {
  const kept = await navigator.serviceWorker.getRegistration("/");
  return (await kept?.pushManager.getSubscription()) ?? null;
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
}

async function panelOf(subscription: PushSubscription | null): Promise<HTMLElement | null> {
  return subscription && document.querySelector<HTMLElement>(`[data-device="${await digest(subscription.endpoint)}"]`);
}

async function subscribe(worker: string, key: string): Promise<string> {
  // One that is of no contact point here is of someone who used this browser before: what is sent to them ends.
  await (await subscribed())?.unsubscribe();
  await navigator.serviceWorker.register(worker, { scope: "/" });
  const ready = await navigator.serviceWorker.ready;
  const made = (await ready.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })).toJSON();
  return JSON.stringify({ auth: made.keys?.auth, endpoint: made.endpoint, p256dh: made.keys?.p256dh });
}

async function wire(form: HTMLFormElement): Promise<void> {
  const state = form.querySelector<HTMLElement>("[data-push-state]")!;
  const offer = form.querySelector<HTMLElement>("[data-push-offer]")!;
  const say = (word: Word): void => {
    state.textContent = form.getAttribute(`data-text-${word}`) ?? "";
  };
  if (!able) return say("unable");
  const panel = await panelOf(await subscribed());
  if (panel) {
    panel.querySelector<HTMLElement>("[data-device-here]")?.removeAttribute("hidden");
    panel.querySelector<HTMLFormElement>("[data-device-end]")?.addEventListener("submit", (event) => void leave(event));
    return say("here");
  }
  offer.hidden = false;
  say(Notification.permission === "denied" ? "blocked" : "offer");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void add(form, say);
  });
}

async function add(form: HTMLFormElement, say: (word: Word) => void): Promise<void> {
  const button = form.querySelector("button")!;
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  say("busy");
  try {
    if ((await Notification.requestPermission()) === "granted") {
      form.querySelector<HTMLInputElement>("[name=subscription]")!.value = await subscribe(form.dataset.worker!, form.dataset.push!);
      return form.submit();
    }
    say(Notification.permission === "denied" ? "blocked" : "offer");
  } catch {
    say("failed");
  }
  button.removeAttribute("aria-disabled");
}

// The node forgets the device also when the browser does not let go of its subscription.
async function leave(event: Event): Promise<void> {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  try {
    await (await subscribed())?.unsubscribe();
  } finally {
    form.submit();
  }
}

document.querySelectorAll<HTMLFormElement>("form[data-push]").forEach((form) => void wire(form));

export {};
