import type { Language } from '@ioc/shared/format-number'

/**
 * What someone typed as a number, with a point or a comma; undefined of nothing, and the text itself where it is no
 * number, so that it stays to be mended.
 */
export function numberOf(text: string): number | string | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  const number = Number(trimmed.replace(',', '.').replace('−', '-'))
  return Number.isFinite(number) ? number : trimmed
}

/** A number to be typed over: all its digits, with the comma of Vietnamese. */
export function numberText(value: unknown, language: Language): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'number' && language === 'vi' ? String(value).replace('.', ',') : String(value)
}
