// How numbers and days are written in the charts, in the language of the page.
import type { EmbedOptions } from "vega-embed";

type Formats = Pick<EmbedOptions, "formatLocale" | "timeFormatLocale">;

const dutch: Formats = {
  formatLocale: { decimal: ",", thousands: ".", grouping: [3], currency: ["€ ", ""], minus: "−", percent: " %" },
  timeFormatLocale: {
    dateTime: "%a %e %B %Y %H:%M",
    date: "%d-%m-%Y",
    time: "%H:%M",
    periods: ["a.m.", "p.m."],
    days: ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"],
    shortDays: ["zo", "ma", "di", "wo", "do", "vr", "za"],
    months: [
      "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
    ],
    shortMonths: ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
  },
};

export function formats(language: string): Formats {
  return language.startsWith("nl") ? dutch : {};
}
