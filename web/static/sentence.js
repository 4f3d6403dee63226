// A child's result in one plain sentence, and what else a parent asks, each as [Chinese, English]. English names schools and draws
// by their codes, as the record does.

import { say } from "./dom.js";

const school = (report, code) => report.rules.schools.find((one) => one.code === code)?.name ?? code;

// In the list, and nothing drawn yet.
export function waitingFor(report) {
  const { child } = report;
  const lines = [say("phone.in_list", { code: child.code, row: child.line })];
  if (child.mates.length) {
    lines.push(say("phone.in_bundle", { unit: child.unit, size: child.mates.length + 1, mates_zh: child.mates.join("、"), mates_en: child.mates.join(", ") }));
  }
  lines.push(say("phone.takes_part", {
    draws_zh: child.draws.map((draw) => draw.title).join("、"),
    draws_en: child.draws.map((draw) => draw.id).join(", "),
  }));
  return lines;
}

// What the record says of the child, the sentence first.
export function outcome(report, facts) {
  const { child, result } = report;
  const listing = result.draw.kind === "shortlist";
  const why = facts.reasons[listing ? "shortlist" : "other"][result.reason] ?? [result.reason, result.reason];
  const named = result.school ? [school(report, result.school), result.school] : ["", ""];
  const place = result.position ? say("phone.at_place", { n: result.position }) : ["", ""];
  const inClass = result.place ? say("phone.in_class", { n: result.place.name }) : ["", ""];
  const said = facts.words[`outcome.${result.outcome}`] ?? [result.outcome, result.outcome];
  const all = {
    code: child.code, rank: result.rank, of: result.of,
    outcome_zh: [said[0], named[0], inClass[0], place[0]].filter(Boolean).join("，"),
    outcome_en: [said[1], named[1], inClass[1], place[1]].filter(Boolean).join(", "),
    draw_zh: result.draw.title, draw_en: result.draw.id, why_zh: why[0], why_en: why[1],
  };
  const key = result.draw.kind === "late" ? "phone.is_late" : !result.rank ? "phone.is_unranked" : listing ? "phone.is_drawn" : "phone.is_ranked";
  const lines = [say(key, all), ...(result.place?.seats ?? []).map((seat) => say("phone.at_seat", seat))];
  if (child.mates.length) lines.push(say("phone.mates", { unit: child.unit, mates_zh: child.mates.join("、"), mates_en: child.mates.join(", ") }));
  for (const code of result.listed) {
    if (result.outcome !== "shortlisted") lines.push(say("phone.also_listed", { school_zh: school(report, code), school_en: code }));
  }
  return lines;
}

// What amendments have made of it since, the latest last.
export function changed(report, facts) {
  const word = (key, code) => facts.words[key] ?? [code, code];
  const lines = report.changes.map((one) => {
    const to = word(`outcome.${one.to}`, one.to);
    const why = one.cause === "VACANCY" ? say("phone.vacancy") : word(`event.${one.cause}`, one.cause);
    return say(to[0] === why[0] ? "phone.changed" : "phone.changed_why", {
      number: one.number, why_zh: why[0], why_en: why[1],
      to_zh: to[0] + (one.school ? `，${school(report, one.school)}` : ""), to_en: to[1] + (one.school ? `, ${one.school}` : ""),
    });
  });
  if (report.annulled) lines.push(say("phone.annulled"));
  return lines;
}
