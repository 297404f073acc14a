/** A candidate's paper (`zhifa-paper/1`), and the places in it that take an answer. */

export type Kind = "single" | "multiple" | "judge" | "fill" | "case" | "short" | (string & {});

export interface Question {
  stem: string;
  kind?: Kind; // of a part; a whole question has its section's
  position?: number;
  options?: string[];
  blanks?: number;
  parts?: Question[];
}

export interface Section {
  kind: Kind;
  points: number;
  questions: Question[];
}

export interface Paper {
  format: "zhifa-paper/1";
  paper: string;
  full: number;
  sections: Section[];
}

/** One question on the screen: its number through the whole paper, and each place of it that takes an answer. */
export interface Sheet {
  number: number;
  kind: Kind;
  points: number;
  question: Question;
  places: Place[];
}

export interface Place {
  position: string; // "3", or "7.2" for the second part of the case at 7
  kind: Kind;
  question: Question;
}

export const LETTERS = "ABCDEFGHIJ";

/** The paper's document read; throws where it is none. */
export function readPaper(text: string): Paper {
  const told = JSON.parse(text) as Partial<Paper>;
  if (told.format !== "zhifa-paper/1" || !Array.isArray(told.sections)) throw new Error("no paper");
  return told as Paper;
}

/** The questions in their order. */
export function sheetsOf(paper: Paper): Sheet[] {
  return paper.sections.flatMap((section) =>
    section.questions.map((question) => ({
      number: question.position ?? 0,
      kind: section.kind,
      points: section.points,
      question,
      places: placesOf(question, section.kind),
    })),
  );
}

function placesOf(question: Question, kind: Kind): Place[] {
  const own = String(question.position);
  if (!question.parts?.length) return [{ position: own, kind, question }];
  return question.parts.map((part, at) => ({
    position: `${own}.${at + 1}`,
    kind: part.kind ?? "short",
    question: part,
  }));
}

/** Whether an answer says anything: one that was taken back, or blanks that are all empty, do not. */
export function says(answer: readonly string[] | undefined): boolean {
  return answer?.some((text) => text.trim() !== "") ?? false;
}

/** How far a question is answered. */
export function progress(
  sheet: Sheet,
  answer: (position: string) => readonly string[] | undefined,
): "none" | "part" | "whole" {
  const given = sheet.places.filter((place) => says(answer(place.position)));
  const blank = given.some((place) => place.kind === "fill" && hasGap(place, answer(place.position)));
  if (!given.length) return "none";
  return given.length < sheet.places.length || blank ? "part" : "whole";
}

function hasGap(place: Place, answer: readonly string[] | undefined): boolean {
  return Array.from({ length: place.question.blanks ?? 1 }, (_, at) => answer?.[at]?.trim() ?? "").includes(
    "",
  );
}
