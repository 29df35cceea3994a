const NO_BREAK = '\u00A0'

/** A sign is never on another line than its number: "≈ 10:55", "30 %". */
export function bindSigns(text: string): string {
  return text.replaceAll('≈ ', `≈${NO_BREAK}`).replaceAll(' %', `${NO_BREAK}%`)
}
